"""The production stack, built and run in containers: `make test-containers`."""

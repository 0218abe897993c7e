"""The whole stack on one machine without containers: for `make demo` and for the tests."""

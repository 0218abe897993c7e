"""A strict stand-in for SendGrid's v3 API and its event webhook, for tests and development."""

"""The sender whose mail leaves the machine, and the DNS that knows it."""

from tests.delivery.preflight.conftest import dns, relay

__all__ = ["dns", "relay"]

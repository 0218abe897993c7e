"""A sender whose mail leaves the machine, as far as pre-flight can tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from esmpress.delivery.channels.smtp.connections import POOL
from tests.delivery.preflight.zones import DOMAIN, smtp_zone
from tests.doubles.dns_server import DnsDouble, running_dns_server
from tests.doubles.smtp_server import SmtpServer, running_smtp_server


@pytest.fixture
def relay(settings: Settings) -> Iterator[SmtpServer]:
    """A relay on this machine for a domain that is not kept for examples."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.MAIL_DOMAIN, settings.DKIM_SELECTORS = DOMAIN, ["uni"]
    with running_smtp_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        # Kept connections would reach this server, should another get its port.
        POOL.close()


@pytest.fixture
def dns(settings: Settings) -> Iterator[DnsDouble]:
    """The DNS the machine asks, with good records of the sender's domain."""
    with running_dns_server(smtp_zone()) as server:
        settings.DNS_SERVERS = [server.server]
        yield server

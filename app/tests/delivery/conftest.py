"""The doubles of what leaves the machine, with the settings pointing at them."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from devstack.sendgrid_double.server import KEY, SendGridServer, running_sendgrid_server
from esmpress.delivery.channels.smtp.connections import POOL
from tests.doubles.smtp_server import SmtpServer, running_smtp_server


@pytest.fixture
def smtp(settings: Settings) -> Iterator[SmtpServer]:
    """A mail server the real SMTP backend talks to."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with running_smtp_server() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server
        # Kept connections would reach this server, should another get its port.
        POOL.close()


@pytest.fixture
def sendgrid(settings: Settings) -> Iterator[SendGridServer]:
    """A SendGrid the official client talks to; with its key set it is the active channel."""
    with running_sendgrid_server() as server:
        settings.SENDGRID_API_KEY, settings.SENDGRID_HOST = KEY, server.url
        yield server


@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port nobody listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        yield bound.getsockname()[1]

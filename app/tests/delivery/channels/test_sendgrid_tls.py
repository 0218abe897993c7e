"""SendGrid is talked to over TLS, with one context for all requests."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from devstack.sendgrid_double.server import KEY, SendGridServer, running_sendgrid_server
from esmpress.delivery.channels.sendgrid import SendGridChannel
from esmpress.delivery.channels.sendgrid.tls import tls_context
from esmpress.delivery.outcomes import Accepted, TemporaryFailure
from tests.delivery.channels.letters import make_messages
from tests.doubles.certificates import Certificate, make_certificate


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def protected(settings: Settings, certificate: Certificate) -> Iterator[SendGridServer]:
    """A SendGrid behind TLS."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate.chain, certificate.key)
    with running_sendgrid_server() as server:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        settings.SENDGRID_API_KEY = KEY
        settings.SENDGRID_HOST = server.url.replace("http:", "https:")
        tls_context.cache_clear()
        yield server
    tls_context.cache_clear()


def test_a_certificate_that_is_trusted_is_talked_to(
    protected: SendGridServer, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))

    outcomes = [SendGridChannel().send(make_messages(1)) for _ in range(3)]

    assert [type(outcome) for [outcome] in outcomes] == [Accepted] * 3
    assert tls_context.cache_info().misses == 1


def test_a_certificate_nobody_vouches_for_is_told_nothing(protected: SendGridServer) -> None:
    [outcome] = SendGridChannel().send(make_messages(1))

    assert outcome == TemporaryFailure("SendGrid was not reached: SSLCertVerificationError")
    assert protected.requests == 0

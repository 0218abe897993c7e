"""Nothing is said to a mail server that cannot be sure to be the right one."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from pytest_django import Settings

from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.outcomes import Accepted, Outcome, TemporaryFailure
from tests.delivery.channels.letters import make_messages
from tests.doubles.certificates import Certificate, make_certificate
from tests.doubles.smtp_server import SmtpServer


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path)


@pytest.fixture
def starttls(smtp: SmtpServer, settings: Settings, certificate: Certificate) -> SmtpServer:
    """A server that offers STARTTLS, and settings that ask for it."""
    settings.EMAIL_USE_TLS = True
    smtp.orders.certificate = certificate
    return smtp


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine trusts who signed the certificate."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))


def send_two() -> list[Outcome]:
    channel = SmtpChannel()
    outcomes = channel.send(make_messages(2))
    channel.close()
    return outcomes


@pytest.mark.usefixtures("trusted")
def test_messages_go_over_tls_once_started(starttls: SmtpServer) -> None:
    outcomes = send_two()

    assert outcomes == [Accepted("")] * 2
    assert starttls.protected == [True, True]
    assert starttls.connections == 1


def test_a_certificate_nobody_vouches_for_is_refused(starttls: SmtpServer) -> None:
    outcomes = send_two()

    reason = "the mail server's certificate is not valid: self-signed certificate"
    assert outcomes == [TemporaryFailure(reason)] * 2
    assert starttls.taken == []


def test_a_certificate_of_another_host_is_refused(
    starttls: SmtpServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other").mkdir()
    other = make_certificate(tmp_path / "other", "192.0.2.1")
    starttls.orders.certificate = other
    monkeypatch.setenv("SSL_CERT_FILE", str(other.chain))

    [outcome, _] = send_two()

    assert isinstance(outcome, TemporaryFailure)
    assert outcome.reason.startswith("the mail server's certificate is not valid: IP address")
    assert starttls.taken == []


def test_a_server_without_starttls_is_sent_nothing(starttls: SmtpServer) -> None:
    starttls.orders.certificate = None

    outcomes = send_two()

    reason = (
        "the mail server lacks what EMAIL_URL asks for: STARTTLS extension not supported by server."
    )
    assert outcomes == [TemporaryFailure(reason)] * 2
    assert starttls.connections == 1
    assert not {"MAIL", "AUTH"} & set(starttls.commands)


@pytest.mark.usefixtures("trusted")
def test_a_server_that_cannot_start_tls_now_is_asked_later(starttls: SmtpServer) -> None:
    starttls.orders.starttls_code = 454

    outcomes = send_two()

    reason = "the mail server refused the log-in or STARTTLS: 454"
    assert outcomes == [TemporaryFailure(reason)] * 2
    assert "MAIL" not in starttls.commands


@pytest.mark.usefixtures("trusted")
def test_a_refused_log_in_waits_for_the_operator_and_tells_no_password(
    starttls: SmtpServer, settings: Settings
) -> None:
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "esm", "secret"
    starttls.orders.auth_code = 535

    outcomes = send_two()

    reason = "the mail server refused the log-in or STARTTLS: 535"
    assert outcomes == [TemporaryFailure(reason)] * 2


def test_a_server_that_accepts_and_says_nothing_holds_up_nobody_for_long(
    settings: Settings,
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.1
    with socket.create_server(("127.0.0.1", 0)) as mute:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", mute.getsockname()[1]
        outcomes = send_two()

    reason = "no connection to the mail server: SMTPServerDisconnected"
    assert outcomes == [TemporaryFailure(reason)] * 2

"""What EMAIL_URL means."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from esmpress.mail_server import mail_settings

SECRET = "wonderland"


@pytest.mark.parametrize(
    ("url", "starttls", "tls", "port"),
    [
        ("smtp://mail.uj.edu.pl", True, False, 587),
        ("smtp://mail.uj.edu.pl:25", True, False, 25),
        ("smtp+tls://127.0.0.1:1025", True, False, 1025),
        ("smtps://mail.uj.edu.pl", False, True, 465),
        ("smtp+ssl://mail.uj.edu.pl:9465", False, True, 9465),
        ("smtp+plain://mail:1025", False, False, 1025),
        ("smtp://127.0.0.1:1025", False, False, 1025),
        ("smtp://localhost", False, False, 25),
        ("smtp://[::1]:1025", False, False, 1025),
        # What looks like this machine is not.
        ("smtp://127.0.0.1.example.org", True, False, 587),
        ("smtp://mail.uj.edu.pl?EMAIL_USE_TLS=False", True, False, 587),
    ],
)
def test_the_connection_is_protected_unless_it_stays_on_the_machine(
    url: str, starttls: bool, tls: bool, port: int
) -> None:
    settings = mail_settings(url)

    assert (settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (starttls, tls)
    assert settings["EMAIL_PORT"] == port
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"


def test_user_and_password_may_hold_any_sign() -> None:
    settings = mail_settings("smtp://esm%40uj.edu.pl:p%3Ass%2Fw%40rd@mail.uj.edu.pl:587")

    assert settings["EMAIL_HOST_USER"] == "esm@uj.edu.pl"
    assert settings["EMAIL_HOST_PASSWORD"] == "p:ss/w@rd"
    assert settings["EMAIL_HOST"] == "mail.uj.edu.pl"


def test_messages_can_be_printed_instead() -> None:
    backend = mail_settings("consolemail://")["EMAIL_BACKEND"]

    assert backend == "django.core.mail.backends.console.EmailBackend"


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("", "EMAIL_URL begins with an unknown scheme"),
        ("pop3://mail.uj.edu.pl", "EMAIL_URL begins with an unknown scheme: pop3."),
        (f"smtp://esm:{SECRET}@", "EMAIL_URL names no mail server."),
        (f"smtp://esm:{SECRET}@mail:99999", "EMAIL_URL is not a URL."),
        (f"smtp://esm:{SECRET}/x@mail:25", "EMAIL_URL is not a URL."),
    ],
)
def test_what_is_no_mail_server_is_refused_without_repeating_the_password(
    url: str, sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        mail_settings(url)

    assert str(refused.value).startswith(sentence)
    assert SECRET not in str(refused.value)

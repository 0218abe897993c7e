from __future__ import annotations

import pytest
from pytest_django import Settings

from esmpress.delivery.preflight.names import NoDomain
from esmpress.delivery.preflight.sender import Sender, current_sender, why_nothing_leaves

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("values", "leaves"),
    [
        # The demo, the tests, the development stack.
        ({"EMAIL_HOST": "127.0.0.1", "MAIL_DOMAIN": "example.org"}, False),
        ({"EMAIL_HOST": "localhost", "MAIL_DOMAIN": "esm.example.org"}, False),
        ({"EMAIL_HOST": "[::1]", "MAIL_DOMAIN": "localhost"}, False),
        ({"EMAIL_HOST": "mail", "MAIL_DOMAIN": "example.org"}, False),
        ({"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}, False),
        ({"SENDGRID_API_KEY": "SG.x", "SENDGRID_SANDBOX": True}, False),
        ({"SENDGRID_API_KEY": "SG.x", "SENDGRID_HOST": "http://127.0.0.1:9"}, False),
        # A relay on this machine, another machine, SendGrid itself.
        ({"EMAIL_HOST": "127.0.0.1", "MAIL_DOMAIN": "uni.pl"}, True),
        ({"EMAIL_HOST": "relay.uni.pl", "MAIL_DOMAIN": "example.org"}, True),
        ({"EMAIL_HOST": "192.0.2.7", "MAIL_DOMAIN": "uni.pl"}, True),
        ({"SENDGRID_API_KEY": "SG.x", "MAIL_DOMAIN": "example.org"}, True),
    ],
)
def test_preflight_is_for_mail_that_leaves_for_real_mailboxes(
    settings: Settings, values: dict[str, object], leaves: bool
) -> None:
    for name, value in ({"EMAIL_BACKEND": SMTP} | values).items():
        setattr(settings, name, value)

    assert (why_nothing_leaves() == "") == leaves


def test_a_relay_sends_bounces_to_the_domain_of_from(settings: Settings) -> None:
    settings.MAIL_DOMAIN, settings.EMAIL_HOST = "Badania.Źródło.pl", "Relay.uni.pl"

    sender = current_sender()

    domain = "badania.xn--rdo-gna01bwk.pl"
    assert sender == Sender(domain, "smtp", relay="relay.uni.pl", bounces_to=domain)


def test_sendgrid_signs_with_two_selectors_unless_others_are_set(settings: Settings) -> None:
    settings.MAIL_DOMAIN, settings.SENDGRID_API_KEY = "uni.pl", "SG.x"
    by_itself = current_sender()
    settings.DKIM_SELECTORS, settings.MAIL_BOUNCE_DOMAIN = ["m1"], "em1.uni.pl"

    assert by_itself == Sender("uni.pl", "sendgrid", selectors=("s1", "s2"))
    assert current_sender().selectors == ("m1",)
    assert current_sender().bounces_to == "em1.uni.pl"


@pytest.mark.parametrize("domain", ["", "localhost", "a b.pl", "-.pl", "x" * 64 + ".pl"])
def test_what_is_no_domain_is_no_sender(settings: Settings, domain: str) -> None:
    settings.MAIL_DOMAIN = domain

    with pytest.raises(NoDomain):
        current_sender()

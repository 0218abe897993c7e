"""What is refused before anything leaves the machine, message by message, in both channels."""

from __future__ import annotations

from typing import Any

import pytest

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery.channels import Channel, send
from esmpress.delivery.channels.sendgrid import SendGridChannel
from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.messages import CLOSING_TIME, LINK, Message, Template
from esmpress.delivery.outcomes import Accepted, PermanentFailure
from esmpress.delivery.unsendable import reason_unsendable
from tests.delivery.channels.letters import TEMPLATE, make_message
from tests.doubles.smtp_server import SmtpServer

INJECTED = "One\r\nBcc: everybody@example.org"
WITH_TIME = Template(subject=f"Until {CLOSING_TIME}", text="t", html="h")

BAD: dict[str, tuple[dict[str, Any], str]] = {
    "a space": ({"to": "anna nowak@example.org"}, "the address is not valid"),
    "two addresses": ({"to": "a@example.org,b@example.org"}, "the address is not valid"),
    "a line break": ({"to": "a@example.org\nBcc: b@example.org"}, "the address is not valid"),
    "a name": ({"to": "Anna <a@example.org>"}, "the address is not valid"),
    "no address": ({"to": ""}, "the address is not valid"),
    "in the subject": (
        {"template": Template(subject=INJECTED, text="t", html="h")},
        "a line break in the subject",
    ),
    "filled into the subject": (
        {"template": WITH_TIME, "substitutions": {CLOSING_TIME: INJECTED}},
        "a line break in the subject",
    ),
    "in reply-to": (
        {"reply_to": "nowak@example.org\r\nBcc: b@example.org"},
        "the address for replies is not valid",
    ),
    "in the contact's name": ({"reply_name": INJECTED}, "a line break in the name for replies"),
    "in a header": ({"headers": {"List-Unsubscribe": INJECTED}}, "a line break in a header"),
    "in a header's name": ({"headers": {INJECTED: "x"}}, "a line break in a header"),
    "too large": (
        {"template": Template(subject="s", text="ą" * 11_000_000, html="h")},
        "the message is larger than 20971520 bytes",
    ),
}


@pytest.fixture(params=BAD)
def bad(request: pytest.FixtureRequest) -> tuple[Message, str]:
    """One message that must not go out, with the reason."""
    changes, reason = BAD[request.param]
    return make_message(**{"to": "bad@example.org"} | changes), reason


def outcomes_around(channel: Channel, bad: Message) -> list[object]:
    """What becomes of a bad message between two good ones."""
    first, last = make_message("first@example.org"), make_message("last@example.org")
    parcels = channel.parcels([first, bad, last])
    outcomes = {
        message.to: outcome
        for parcel in parcels
        for message, outcome in zip(parcel, send(channel, parcel), strict=True)
    }
    channel.close()
    return [type(outcomes[first.to]), outcomes[bad.to], type(outcomes[last.to])]


def test_sendgrid_is_sent_the_others_only(
    bad: tuple[Message, str], sendgrid: SendGridServer
) -> None:
    message, reason = bad

    outcomes = outcomes_around(SendGridChannel(), message)

    assert outcomes == [Accepted, PermanentFailure(reason), Accepted]
    assert sorted(mail.to for mail in sendgrid.mails()) == ["first@example.org", "last@example.org"]
    assert sendgrid.refused == 0


def test_the_mail_server_is_sent_the_others_only(
    bad: tuple[Message, str], smtp: SmtpServer
) -> None:
    message, reason = bad

    outcomes = outcomes_around(SmtpChannel(), message)

    assert outcomes == [Accepted, PermanentFailure(reason), Accepted]
    assert smtp.recipients == ["first@example.org", "last@example.org"]
    assert smtp.connections == 1


@pytest.mark.parametrize(
    "to", ["anna@example.org", "Anna.Nowak+esm@uj.edu.pl", "o'hara@example.org", "ż@żółw.pl"]
)
def test_a_usual_address_is_sent_to(to: str) -> None:
    assert reason_unsendable(make_message(to)) == ""


def test_a_text_may_have_several_lines() -> None:
    message = make_message("anna@example.org", template=TEMPLATE, substitutions={LINK: "one\ntwo"})

    assert reason_unsendable(message) == ""

"""The same assertions against the double and, when there is a key, SendGrid's real sandbox.

Set SENDGRID_SANDBOX_KEY (and SENDGRID_SANDBOX_FROM, a verified sender) to ask the real one.
What our code depends on is asked: statuses, the field a refusal names, and what each message of a
refused request counts as.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from pytest_django import Settings
from python_http_client.exceptions import HTTPError

from devstack.sendgrid_double.server import KEY, running_sendgrid_server
from esmpress.delivery.channels.sendgrid import SendGridChannel, make_client
from esmpress.delivery.channels.sendgrid.requests import mail_body
from esmpress.delivery.messages import LINK
from esmpress.delivery.outcomes import Accepted, PermanentFailure, TemporaryFailure
from tests.delivery.channels.letters import make_message, make_messages

Body = dict[str, Any]

REAL_HOST = "api.sendgrid.com"
REAL_KEY = os.environ.get("SENDGRID_SANDBOX_KEY", "")
NEEDS_KEY = "SENDGRID_SANDBOX_KEY is not set: SendGrid's real sandbox is not asked"
REAL = pytest.param(
    "real",
    marks=[
        pytest.mark.skipif(not REAL_KEY, reason=NEEDS_KEY),
        pytest.mark.allow_hosts([REAL_HOST]),
    ],
)


@pytest.fixture(params=["double", REAL], autouse=True)
def sandbox(request: pytest.FixtureRequest, settings: Settings) -> Iterator[None]:
    """Point the channel at one sandbox."""
    settings.SENDGRID_SANDBOX = True
    if request.param == "real":
        settings.SENDGRID_HOST, settings.SENDGRID_API_KEY = f"https://{REAL_HOST}", REAL_KEY
        sender = os.environ.get("SENDGRID_SANDBOX_FROM", settings.DEFAULT_FROM_EMAIL)
        settings.DEFAULT_FROM_EMAIL = sender
        yield
        return
    with running_sendgrid_server() as server:
        settings.SENDGRID_HOST, settings.SENDGRID_API_KEY = server.url, KEY
        yield


@dataclass(frozen=True)
class Said:
    """Status of an answer, and the fields its errors name."""

    status: int
    fields: frozenset[str | None]


def ask(change: Callable[[Body], object], *, count: int = 2) -> Said:
    """Send a body that was good before the change."""
    body = mail_body(make_messages(count))
    change(body)
    try:
        response = make_client().client.mail.send.post(request_body=body)
    except HTTPError as error:
        errors = json.loads(error.body)["errors"] if error.body.startswith(b"{") else []
        return Said(error.status_code, frozenset(fault.get("field") for fault in errors))
    return Said(response.status_code, frozenset())


def in_row(name: str, value: object) -> Callable[[Body], object]:
    return lambda body: body["personalizations"][1].update({name: value})


REFUSED: dict[str, tuple[Callable[[Body], object], str]] = {
    "a bad address": (in_row("to", [{"email": "nobody at all"}]), "personalizations.1.to.0.email"),
    "no recipient": (in_row("to", []), "personalizations.1.to"),
    "10 001 bytes of substitutions": (
        in_row("substitutions", {LINK: "x" * 10_000}),
        "personalizations.1.substitutions",
    ),
    "an address twice": (
        in_row("to", [{"email": "P0@example.org"}]),
        "personalizations",
    ),
    "no subject": (lambda body: body.update(subject=""), "subject"),
    "HTML before text": (lambda body: body["content"].reverse(), "content"),
    "an empty text": (lambda body: body["content"][0].update(value=""), "content.0.value"),
    "a sender without address": (lambda body: body.update({"from": {"email": "x"}}), "from.email"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_refusal_names_the_field_at_fault(name: str) -> None:
    change, field = REFUSED[name]

    said = ask(change)

    assert said.status == 400
    assert field in said.fields


@pytest.mark.parametrize(
    "change",
    [
        in_row("headers", {"Reply-To": "nowak@example.org"}),
        in_row("headers", {"Subject": "Another"}),
        in_row("custom_args", {"notification": 7}),
        in_row("custom_args", {"notification": "x" * 10_001}),
        lambda body: body["mail_settings"]["sandbox_mode"].update(enable="yes"),
    ],
)
def test_what_must_not_be_in_a_request_is_refused(change: Callable[[Body], object]) -> None:
    assert ask(change).status == 400


def test_a_request_has_room_for_1000_messages_and_no_more() -> None:
    assert ask(lambda body: None, count=1000) == Said(200, frozenset())
    assert ask(lambda body: None, count=1001).status == 400


def test_a_request_of_more_than_30_megabytes_is_refused() -> None:
    assert ask(lambda body: body["content"][0].update(value="x" * 31_500_000)).status == 413


def test_another_content_type_is_refused() -> None:
    client = make_client()
    client.client.request_headers["Content-Type"] = "text/plain"

    with pytest.raises(HTTPError) as refused:
        client.client.mail.send.post(request_body=json.dumps(mail_body(make_messages(1))))

    assert refused.value.status_code == 415


def test_an_address_of_the_api_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(HTTPError) as refused:
        make_client().client.mail.sent.post(request_body=mail_body(make_messages(1)))

    assert refused.value.status_code == 404


def test_a_well_formed_request_is_accepted() -> None:
    outcomes = SendGridChannel().send(make_messages(2))

    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted]


def test_a_reply_name_and_an_accent_in_it_are_accepted() -> None:
    message = make_message("anna@example.org", reply_name="Dr Żaneta Nowak, UJ")

    assert [type(outcome) for outcome in SendGridChannel().send([message])] == [Accepted]


def test_a_row_that_is_refused_alone_does_not_take_the_others_with_it() -> None:
    parcel = [*make_messages(1), make_message("nobody@example"), make_message("jan@example.org")]

    outcomes = SendGridChannel().send(parcel)

    assert [type(outcome) for outcome in outcomes] == [Accepted, PermanentFailure, Accepted]


def test_a_wrong_key_is_refused_for_now(settings: Settings) -> None:
    settings.SENDGRID_API_KEY = "SG.wrong"

    [outcome] = SendGridChannel().send(make_messages(1))

    assert outcome == TemporaryFailure("SendGrid answered 401")

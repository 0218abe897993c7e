"""The same assertions against the double and, when there is a key, SendGrid's real sandbox.

Set SENDGRID_SANDBOX_KEY (and SENDGRID_SANDBOX_FROM, a verified sender) to ask the real one.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from uuid import uuid4

import pytest
from pytest_django import Settings

from devstack.sendgrid_double.server import KEY, running_sendgrid_server
from esmpress.delivery.channels.sendgrid import SendGridChannel
from esmpress.delivery.messages import LINK, Message, Template
from esmpress.delivery.outcomes import Accepted, PermanentFailure, TemporaryFailure

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


def make_message(to: str) -> Message:
    return Message(
        public_id=uuid4(),
        to=to,
        template=Template(subject="A question", text=f"Open {LINK}", html=f"<p>{LINK}</p>"),
        substitutions={LINK: "https://esm.example.org/s/only-for-tests"},
        headers={
            "Message-ID": f"<{uuid4()}@esm.example.org>",
            "List-Unsubscribe": "<https://esm.example.org/unsubscribe>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        reply_to="nowak@example.org",
    )


def test_a_well_formed_request_is_accepted() -> None:
    parcel = [make_message("anna@example.org"), make_message("jan@example.org")]

    outcomes = SendGridChannel().send(parcel)

    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted]


def test_a_bad_address_is_refused_and_named_by_its_row() -> None:
    parcel = [make_message("anna@example.org"), make_message("nobody at all")]

    outcomes = SendGridChannel().send(parcel)

    assert [type(outcome) for outcome in outcomes] == [TemporaryFailure, PermanentFailure]


def test_an_address_given_twice_is_refused() -> None:
    parcel = [make_message("anna@example.org"), make_message("Anna@example.org")]

    outcomes = SendGridChannel().send(parcel)

    assert [type(outcome) for outcome in outcomes] == [PermanentFailure] * 2


def test_a_wrong_key_is_refused_for_now(settings: Settings) -> None:
    settings.SENDGRID_API_KEY = "SG.wrong"

    [outcome] = SendGridChannel().send([make_message("anna@example.org")])

    assert outcome == TemporaryFailure("SendGrid answered 401")

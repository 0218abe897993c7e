"""Real views and tasks meet faults that quote what they have: none of it leaves the machine."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sentry_sdk
from django.db import DatabaseError, connection
from django.utils import timezone
from pytest_django import Settings

from devstack.sendgrid_double.server import KEY, running_sendgrid_server
from esmpress.delivery.tasks import dispatch_due_notifications
from tests.api.researcher.calls import token_for
from tests.doubles.sentry_transport import KeptEnvelopes
from tests.factories import ANSWERS, make_prompt, make_sent_prompt, make_study
from tests.sentry.serving import serve

pytestmark = pytest.mark.django_db(transaction=True)

NOTE = "-".join(["quarrelled", "with"])
COOKIE = "c00k1e" * 4
QUERY = "-".join(["asked", "for", "this"])
BAGGAGE = "-".join(["came", "from", "outside"])


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, now: datetime, db: None) -> str:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    return make_sent_prompt()[1]


def quoting(execute: Any, statement: str, values: Any, many: bool, context: Any) -> Any:
    """A database that refuses to write, and says what."""
    if "INSERT INTO" in statement or "UPDATE " in statement:
        raise DatabaseError(f"cannot write {values}")
    return execute(statement, values, many, context)


def headers_of(token: str) -> dict[str, str]:
    """Whatever the browser of a participant may send."""
    return {
        "authorization": f"Bearer {token}",
        "cookie": f"__Host-session={COOKIE}",
        "baggage": f"sentry-trace_id={'a' * 32},sentry-user_id={BAGGAGE}",
        "sentry-trace": f"{'a' * 32}-{'b' * 16}-1",
        "referer": f"https://esm.example.org/s/{token}",
        "x-request-id": token,
    }


def test_answers_that_cannot_be_written_stay_here(sent: KeptEnvelopes, token: str) -> None:
    headers = headers_of(token)
    serve("/api/participant/prompt/open", {}, method="POST", headers=headers)
    body = {"answers": ANSWERS | {"note": NOTE}, "language": "pl"}

    with connection.execute_wrapper(quoting):
        place = f"/api/participant/prompt/response?q={QUERY}"
        status = serve(place, body, method="POST", headers=headers)

    assert status == 500
    assert {"event", "transaction", "sessions"} <= sent.kinds()
    steps = [span for one in sent.payloads("transaction") for span in one["spans"]]
    assert [step for step in steps if step["op"] == "db" and "SELECT" in step["description"]]
    assert "DatabaseError" in kinds_of_errors(sent)
    assert [event["breadcrumbs"] for event in sent.payloads("event") if event["breadcrumbs"]]
    assert_nothing_left(sent, token, NOTE, COOKIE, QUERY, BAGGAGE)


@pytest.mark.parametrize("place", ["/s/{}", "/me/{}", "/join/study/{}", "/api/preflight/{}"])
def test_links_that_come_to_the_wrong_place_stay_here(
    place: str, sent: KeptEnvelopes, token: str
) -> None:
    logging.getLogger("esmpress.anything").warning("asked for %s", place.format(token))

    serve(f"{place.format(token)}?mail=ola@example.org", headers=headers_of(token))
    sentry_sdk.capture_message(f"nothing at {place.format(token)}")

    assert {"event", "transaction"} <= sent.kinds()
    assert_nothing_left(sent, token, "ola@example.org", COOKIE)


def test_a_fault_while_a_program_reads_tells_nothing_of_its_token(sent: KeptEnvelopes) -> None:
    token = token_for(make_study(slug="one"))

    with connection.execute_wrapper(quoting):
        place = f"/api/v1/studies/one/responses?cursor={QUERY}&token={token}"
        status = serve(place, headers=headers_of(token))

    assert status == 500
    assert {"event", "transaction"} <= sent.kinds()
    assert_nothing_left(sent, token, token[5:], COOKIE, QUERY, BAGGAGE)


@pytest.mark.parametrize("answer", [{"status": 400}, {"raw_answer": "no HTTP"}, {"status": 500}])
def test_sending_that_fails_keeps_key_link_and_address(
    answer: dict[str, Any],
    sent: KeptEnvelopes,
    now: datetime,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ahead = now - timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: datetime.now(UTC) + ahead)
    email = make_prompt().participant.contact.email
    words = {"raw_body": f'{{"errors": [{{"message": "{email} by {KEY}"}}]}}'}
    with running_sendgrid_server() as sendgrid:
        settings.SENDGRID_API_KEY, settings.SENDGRID_HOST = KEY, sendgrid.url
        for name, value in (answer | words).items():
            setattr(sendgrid.orders, name, value)

        dispatch_due_notifications.apply()
        with connection.execute_wrapper(quoting):
            dispatch_due_notifications.apply()

    assert {"event", "transaction"} <= sent.kinds()
    assert_nothing_left(sent, email, KEY)


def kinds_of_errors(sent: KeptEnvelopes) -> list[str]:
    events = [event for event in sent.payloads("event") if "exception" in event]
    return [event["exception"]["values"][-1]["type"] for event in events]


def assert_nothing_left(sent: KeptEnvelopes, *canaries: str) -> None:
    told = sent.bytes()
    assert [canary for canary in canaries if canary in told] == []

"""POST /webhooks/sendgrid/: what is let in, what is refused, and that a stranger learns nothing."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings
from sendgrid.helpers.eventwebhook import EventWebhook

from esmpress.api.webhooks import sendgrid
from esmpress.delivery.models import ProviderEvent
from esmpress.keys import parse_public_keys
from tests.delivery.events.builders import event, make_sent
from tests.delivery.events.signing import ADDRESS, SIGNATURE, TIMESTAMP, Signer, post

pytestmark = pytest.mark.django_db

UNKNOWN = "00000000-0000-4000-8000-00000000000a"


@pytest.fixture
def signer(settings: Settings, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Signer:
    signer = Signer()
    trust(settings, signer)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    monkeypatch.setattr(sendgrid, "count_refusal", lambda reason: None)
    return signer


def trust(settings: Settings, *signers: Signer) -> None:
    keys = ", ".join(signer.public_key for signer in signers)
    settings.SENDGRID_WEBHOOK_PUBLIC_KEYS = parse_public_keys("KEY", keys)


def ours(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lines of the webhook, without those of the request log."""
    return [line for line in lines if line["event"] != "request"]


def kept() -> list[str]:
    return list(ProviderEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_a_signed_body_is_kept_in_one_statement_and_answered(
    signer: Signer, now: datetime, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_sent()
    events = [event(row, "delivered", at=now) for _ in range(500)]

    with django_assert_num_queries(1):
        response = signer.post(events, now=now)

    assert response.status_code == 204
    assert len(kept()) == 500
    first = ProviderEvent.objects.earliest("pk")
    assert (first.notification_id, first.occurred_at) == (row.public_id, now)
    assert (first.received_at, first.applied_at, first.outcome) == (now, None, "")


def test_what_sendgrids_own_helper_accepts_is_accepted(signer: Signer, now: datetime) -> None:
    body = '[{"event": "delivered", "reason": "zażółć"}]\r\n'
    headers = signer.headers(body.encode(), now=now)

    helper = EventWebhook(signer.public_key)

    assert helper.verify_signature(body, headers[SIGNATURE], headers[TIMESTAMP])
    assert post(body.encode(), headers).status_code == 204


def test_the_same_body_posted_46_times_is_kept_once(signer: Signer, now: datetime) -> None:
    events = [event(UNKNOWN, "processed", at=now), event(UNKNOWN, "delivered", at=now)]

    answers = {signer.post(events, now=now).status_code for _ in range(46)}

    assert answers == {204}
    assert kept() == ["processed", "delivered"]


def test_an_event_twice_in_one_body_is_kept_once(signer: Signer, now: datetime) -> None:
    one = event(UNKNOWN, "delivered", at=now)

    signer.post([one, one], now=now)

    assert kept() == ["delivered"]


def test_an_event_without_an_id_of_its_own_is_kept_once(signer: Signer, now: datetime) -> None:
    one, other = (event(UNKNOWN, kind, at=now) for kind in ("dropped", "delivered"))
    del one["sg_event_id"], other["sg_event_id"]

    for _ in range(2):
        signer.post([one, other], now=now)

    assert sorted(kept()) == ["delivered", "dropped"]


@pytest.mark.parametrize("minutes", [-5, 5])
def test_five_minutes_either_side_are_let_in(signer: Signer, now: datetime, minutes: int) -> None:
    headers = signer.headers(b"[]", now=now + timedelta(minutes=minutes))

    assert post(b"[]", headers).status_code == 204


@pytest.mark.parametrize("seconds", [-301, 301, -86400])
def test_a_recording_is_refused(signer: Signer, now: datetime, seconds: int) -> None:
    body = json.dumps([event(UNKNOWN, "delivered", at=now)]).encode()

    response = post(body, signer.headers(body, now=now + timedelta(seconds=seconds)))

    assert (response.status_code, response.content) == (403, b"")
    assert kept() == []


def forged(good: dict[str, str]) -> dict[str, dict[str, str]]:
    """Headers that are not what they should be, by what is wrong with them."""
    later = str(int(good[TIMESTAMP]) + 1)
    return {
        "no signature": {TIMESTAMP: good[TIMESTAMP]},
        "no timestamp": {SIGNATURE: good[SIGNATURE]},
        "neither": {},
        "another timestamp": good | {TIMESTAMP: later},
        "a sign in front": good | {TIMESTAMP: "+" + good[TIMESTAMP]},
        "no number": good | {TIMESTAMP: "yesterday"},
        "a huge number": good | {TIMESTAMP: "9" * 400},
        "other digits": good | {TIMESTAMP: "١٢٣"},
        "no base64": good | {SIGNATURE: "%%%"},
        "no ASCII": good | {SIGNATURE: "ż"},
        "no DER": good | {SIGNATURE: base64.b64encode(b"nonsense").decode()},
        "half a signature": good | {SIGNATURE: good[SIGNATURE][:20]},
    }


@pytest.mark.parametrize("what", list(forged({TIMESTAMP: "0", SIGNATURE: ""})))
def test_a_forgery_is_refused_without_a_word(signer: Signer, now: datetime, what: str) -> None:
    body = json.dumps([event(UNKNOWN, "delivered", at=now)]).encode()
    headers = forged(signer.headers(body, now=now))[what]

    response = post(body, headers)

    assert (response.status_code, response.content) == (403, b"")
    assert kept() == []


def test_a_body_changed_by_one_byte_is_refused(signer: Signer, now: datetime) -> None:
    body = json.dumps([event(UNKNOWN, "delivered", at=now)]).encode()
    headers = signer.headers(body, now=now)

    assert post(body.replace(b"delivered", b"deliverea"), headers).status_code == 403
    assert post(body + b" ", headers).status_code == 403


def test_another_signer_is_refused(signer: Signer, now: datetime) -> None:
    assert Signer().post([event(UNKNOWN, "delivered", at=now)], now=now).status_code == 403


def test_while_keys_change_both_are_let_in_and_the_retired_one_no_more(
    signer: Signer, settings: Settings, now: datetime
) -> None:
    new = Signer()
    trust(settings, signer, new)
    both = [one.post([], now=now).status_code for one in (signer, new)]

    trust(settings, new)
    after = [one.post([], now=now).status_code for one in (signer, new)]

    assert (both, after) == ([204, 204], [403, 204])


def test_without_a_key_there_is_nothing_here_and_the_log_says_why(
    signer: Signer, settings: Settings, now: datetime
) -> None:
    settings.SENDGRID_WEBHOOK_PUBLIC_KEYS = []

    with structlog.testing.capture_logs() as lines:
        response = signer.post([], now=now)

    assert (response.status_code, response.content) == (404, b"")
    assert [(line["event"], line["reason"]) for line in ours(lines)] == [
        ("events_refused", "not_configured")
    ]


def test_refusals_are_logged_and_counted_with_their_reason(
    signer: Signer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    monkeypatch.setattr(sendgrid, "count_refusal", counted.append)
    old = signer.headers(b"[]", now=now - timedelta(hours=1))

    with structlog.testing.capture_logs() as lines:
        post(b"[]", {})
        post(b"[]", old)
        Signer().post([], now=now)
        signer.post({}, now=now)
        post(b"x" * (sendgrid.MAX_BYTES + 1), {})

    assert counted == ["unsigned", "too_old", "signature", "malformed", "too_large"]
    assert [line["reason"] for line in ours(lines)] == counted


@pytest.mark.parametrize("size, status", [(sendgrid.MAX_BYTES, 204), (3 * 1024 * 1024, 413)])
def test_more_than_two_megabytes_are_refused(
    signer: Signer, now: datetime, size: int, status: int
) -> None:
    body = b"[" + b" " * (size - 2) + b"]"

    assert signer.post(body, now=now).status_code == status


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete", "options"])
def test_only_posts_are_taken(signer: Signer, method: str) -> None:
    response = getattr(Client(), method)(ADDRESS)

    assert (response.status_code, response["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"{}",
        b'"text"',
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'[{"event": "delivered"',
        b"[" + b"1" * 5000 + b"]",
    ],
)
def test_a_signed_body_that_is_no_list_is_refused_and_nothing_kept(
    signer: Signer, now: datetime, body: bytes
) -> None:
    response = signer.post(body, now=now)

    assert (response.status_code, response.content) == (400, b"")
    assert kept() == []


def test_bad_entries_do_not_cost_the_good_ones(signer: Signer, now: datetime) -> None:
    good = event(UNKNOWN, "delivered", at=now)
    bad: list[Any] = [
        None,
        7,
        "text",
        [],
        {},
        good | {"event": None},
        good | {"event": "D" * 31},
        good | {"event": "a\x00b"},
        good | {"timestamp": None},
        good | {"timestamp": "soon"},
        good | {"timestamp": 10**18},
        good | {"timestamp": float("nan")},
        good | {"sg_event_id": "x" * 201},
        good | {"sg_event_id": "a\x00b"},
        good | {"sg_event_id": 7},
    ]

    with structlog.testing.capture_logs() as lines:
        response = signer.post([*bad, good, *bad], now=now)

    assert response.status_code == 204
    assert kept() == ["delivered"]
    assert ours(lines)[0] == {
        "event": "events_unreadable",
        "count": 2 * len(bad),
        "log_level": "warning",
    }


@pytest.mark.parametrize("notification", [None, "", "7", ["x"], UNKNOWN.upper(), f"{{{UNKNOWN}}}"])
def test_an_event_about_no_message_of_ours_is_kept(
    signer: Signer, now: datetime, notification: Any
) -> None:
    signer.post([event(UNKNOWN, "delivered", at=now, notification=notification)], now=now)

    assert ProviderEvent.objects.get().notification_id is None


@pytest.mark.parametrize(
    "said",
    [
        "550 5.1.1 <Jan.Kowalski@uczelnia.pl>: unknown user jan.kowalski",
        "452 4.2.2 \x00 jan.kowalski@uczelnia.pl \ud800 " + "zażółć " * 100,
    ],
)
def test_what_is_kept_and_logged_has_no_address(
    signer: Signer, now: datetime, said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    bounce = event(UNKNOWN, "bounce", at=now, email="jan.kowalski@uczelnia.pl", reason=said)

    with structlog.testing.capture_logs() as lines:
        response = signer.post([bounce], now=now)

    stored = ProviderEvent.objects.values_list("reason", "event_id", "provider_id", "kind").get()
    assert response.status_code == 204
    assert stored[0].startswith(said[:3])
    assert len(stored[0]) <= 300
    everything = f"{stored}{lines}{capfd.readouterr()}".casefold()
    assert "kowalski" not in everything
    assert "uczelnia" not in everything


def test_a_block_is_told_from_a_bounce(signer: Signer, now: datetime) -> None:
    signer.post(
        [event(UNKNOWN, "bounce", at=now, type=one) for one in ("blocked", "bounce")], now=now
    )

    assert sorted(kept()) == ["blocked", "bounce"]

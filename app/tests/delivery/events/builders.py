"""Events as SendGrid posts them, and rows of the ledger they are about."""

from __future__ import annotations

import itertools
import json
from datetime import datetime, timedelta
from typing import Any

from esmpress.delivery.events.applying import apply_events
from esmpress.delivery.events.reading import read_events
from esmpress.delivery.events.storing import store
from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from tests.delivery.builders import make_notification
from tests.factories import make_prompt

_count = itertools.count(1)


def event(row: Notification | str, kind: str, *, at: datetime, **fields: Any) -> dict[str, Any]:
    """One event about a row (or a public id), with an id of its own unless one is given."""
    return {
        "email": "participant@example.org",
        "timestamp": int(at.timestamp()),
        "event": kind,
        "sg_event_id": f"event-{next(_count)}",
        "sg_message_id": "14c5d75ce93-A.recvd-5f54b5d587-pczjm-1-67BADEEA-6.0",
        "smtp-id": "<14c5d75ce93@example.org>",
        "notification": row if isinstance(row, str) else str(row.public_id),
    } | fields


def tell(*events: dict[str, Any], now: datetime) -> int:
    """Store events as if they had been posted, and apply them; how many were applied."""
    keep(*events, now=now)
    return apply_events(now=now)


def keep(*events: dict[str, Any], now: datetime) -> None:
    """Store events as if they had been posted."""
    read, unreadable = read_events(json.dumps(list(events)).encode())
    assert unreadable == 0
    store(read, now=now)


def make_sent(participant: Participant | None = None, **fields: Any) -> Notification:
    """An invitation handed over and accepted at its prompt's moment, and its prompt sent."""
    prompt = make_prompt(participant)
    at = prompt.scheduled_at
    prompt.status, prompt.sent_at = "sent", at
    prompt.save()
    accepted = {"status": "accepted", "handed_over_at": at, "accepted_at": at, "settled_at": at}
    return make_notification(prompt, channel="sendgrid", **accepted | fields)


def make_handed_over(participant: Participant | None = None, **fields: Any) -> Notification:
    """An invitation handed over at its prompt's moment; nobody knows what came of it."""
    prompt = make_prompt(participant)
    at = prompt.scheduled_at
    unknown = {
        "status": "handed_over",
        "handed_over_at": at,
        "lease_until": at + timedelta(minutes=2),
        "attempts": 1,
    }
    return make_notification(prompt, channel="sendgrid", **unknown | fields)

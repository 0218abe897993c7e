"""Reads a body of SendGrid's events, and takes out what may not be kept."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from esmpress.delivery.events import kinds
from esmpress.redaction import REDACTED, redact_text

_EVENT_ID = re.compile(r"[\x21-\x7e]{1,200}")
_KIND = re.compile(r"[a-z_]{1,30}")
_PROVIDER_ID = re.compile(r"[A-Za-z0-9_-]{1,200}")
_NOTIFICATION = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_REASON_LENGTH = 300
# A part this short is in every other word.
_SHORTEST_NAME = 3


class MalformedBatch(Exception):
    """The body is no JSON list: nothing of it can be kept."""


@dataclass(frozen=True)
class ReceivedEvent:
    """One event as it is kept: no address, no text of a message; instants are UTC."""

    event_id: str
    # The public id of the row in the ledger; None when the event is about no message of ours.
    notification_id: UUID | None
    kind: str
    reason: str
    provider_id: str
    occurred_at: datetime


def read_events(body: bytes) -> tuple[list[ReceivedEvent], int]:
    """The events of a body, and how many of its entries are none; raises MalformedBatch."""
    try:
        entries = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise MalformedBatch from error
    if not isinstance(entries, list):
        raise MalformedBatch
    events = list(_readable(entries))
    return events, len(entries) - len(events)


def _readable(entries: list[Any]) -> Iterator[ReceivedEvent]:
    for entry in entries:
        try:
            yield _read(entry)
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError, OSError):
            # No event, whatever it is: it must not cost the others.
            continue


def _read(entry: dict[str, Any]) -> ReceivedEvent:
    kind = entry["event"]
    if not _KIND.fullmatch(kind):
        raise ValueError(kind)
    if kind == kinds.BOUNCE and entry.get("type") == kinds.BLOCKED:
        kind = kinds.BLOCKED
    return ReceivedEvent(
        event_id=_event_id(entry),
        notification_id=_notification_id(entry),
        kind=kind,
        reason=_reason(entry),
        provider_id=_provider_id(entry),
        occurred_at=datetime.fromtimestamp(entry["timestamp"], UTC),
    )


def _event_id(entry: dict[str, Any]) -> str:
    """SendGrid's own id; of an event that has none, what tells it from the others."""
    given = entry.get("sg_event_id")
    if given is None:
        names = ("event", "timestamp", "notification", "sg_message_id", "smtp-id", "email")
        told = json.dumps([entry.get(name) for name in names])
        return f"sha256:{hashlib.sha256(told.encode()).hexdigest()}"
    if not _EVENT_ID.fullmatch(given):
        raise ValueError("sg_event_id")
    return str(given)


def _notification_id(entry: dict[str, Any]) -> UUID | None:
    given = entry.get("notification")
    is_ours = isinstance(given, str) and _NOTIFICATION.fullmatch(given)
    return UUID(given) if is_ours else None


def _provider_id(entry: dict[str, Any]) -> str:
    """The part of sg_message_id that the answer to our request had as X-Message-Id."""
    given = str(entry.get("sg_message_id", "")).partition(".")[0]
    return given if _PROVIDER_ID.fullmatch(given) else ""


def _reason(entry: dict[str, Any]) -> str:
    """What the mail server or SendGrid said, on one line and without the address."""
    said = entry.get("reason") or entry.get("response") or ""
    if not isinstance(said, str):
        return ""
    text = _without_name(redact_text(said), entry.get("email"))
    # What the database cannot hold: halves of characters, and the character zero.
    text = text.encode("utf-8", "replace").decode().replace("\x00", " ")
    return " ".join(text.split())[:_REASON_LENGTH]


def _without_name(said: str, email: Any) -> str:
    """Mail servers name the mailbox without its domain too: “unknown user jan.kowalski”."""
    name = email.rpartition("@")[0] if isinstance(email, str) else ""
    if len(name) < _SHORTEST_NAME:
        return said
    return re.sub(re.escape(name), REDACTED, said, flags=re.IGNORECASE)

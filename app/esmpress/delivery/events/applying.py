"""Applies what providers reported: each batch in one transaction and a few statements."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction

from esmpress.delivery.events import kinds
from esmpress.delivery.events.telling import lock_rows, tell_prompts, tell_rows
from esmpress.delivery.models import ProviderEvent
from esmpress.delivery.suppressing import Told, suppress

Outcome = ProviderEvent.Outcome

BATCH = 1000
# A sweep ends after so many events and leaves the rest to the next.
SWEEP = 20 * BATCH

_CLAIM = """
SELECT id, notification_id, kind, reason
  FROM delivery_providerevent
 WHERE applied_at IS NULL AND id > %(after)s
 ORDER BY id
   FOR UPDATE SKIP LOCKED LIMIT %(limit)s
"""

_SETTLE = """
UPDATE delivery_providerevent AS event
   SET applied_at = %(now)s, outcome = settled.outcome
  FROM unnest(%(ids)s::bigint[], %(outcomes)s::text[]) AS settled (id, outcome)
 WHERE event.id = settled.id
"""

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Claimed:
    """An event that is ours until the transaction ends."""

    pk: int
    notification_id: UUID | None
    kind: str
    reason: str


@dataclass(frozen=True)
class Batch:
    """How many events were applied and how many claimed, and the id of the last of these.

    Those about rows that are busy are claimed and not applied: what comes after them goes on.
    """

    applied: int
    seen: int
    last: int

    @classmethod
    def of(cls, claimed: Sequence[Claimed], *, applied: int) -> Batch:
        """Of claimed events of which so many were applied."""
        return cls(applied, len(claimed), claimed[-1].pk if claimed else 0)


def apply_events(*, now: datetime) -> int:
    """Apply events that wait; how many. The order they are in, or came in, changes nothing."""
    applied, seen, after = 0, 0, 0
    while seen < SWEEP:
        batch = _apply_batch(after, now=now)
        applied += batch.applied
        if batch.seen < BATCH:
            break
        seen += batch.seen
        after = batch.last
    return applied


def _apply_batch(after: int, *, now: datetime) -> Batch:
    """One batch; when something in it cannot be applied, each event by itself."""
    try:
        with transaction.atomic():
            claimed = _claim(BATCH, after=after)
            return Batch.of(claimed, applied=_apply(claimed, now=now))
    except OperationalError:
        # The database is away, or another transaction was in the way: the events are not at fault.
        raise
    except Exception:
        log.exception("events_not_applied_together")
    batch = Batch(0, 0, after)
    while batch.seen < BATCH:
        one = _apply_next(batch.last, now=now)
        if not one.seen:
            break
        batch = Batch(batch.applied + one.applied, batch.seen + 1, one.last)
    return batch


@transaction.atomic
def _apply_next(after: int, *, now: datetime) -> Batch:
    """Apply the next event, if any; what cannot be applied is logged and ignored."""
    claimed = _claim(1, after=after)
    try:
        with transaction.atomic():
            return Batch.of(claimed, applied=_apply(claimed, now=now))
    except OperationalError:
        raise
    except Exception:
        log.exception("event_not_applied", row=claimed[0].pk)
        _settle([(claimed[0].pk, Outcome.IGNORED)], now=now)
        return Batch.of(claimed, applied=1)


def _claim(limit: int, *, after: int) -> list[Claimed]:
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"limit": limit, "after": after})
        return [Claimed(*row) for row in cursor.fetchall()]


def _apply(claimed: Sequence[Claimed], *, now: datetime) -> int:
    """Apply claimed events; how many: those about rows that are busy wait for the next sweep."""
    rows, busy = lock_rows(
        {one.notification_id for one in claimed if one.notification_id and one.kind in kinds.KNOWN}
    )
    ready = [one for one in claimed if one.notification_id not in busy]
    if not ready:
        return 0
    told = tell_rows(rows, now=now)
    # Participants before prompts: withdrawing locks them in this order too.
    suppress(
        [
            Told(one.kind, one.reason, row.participant_id, row.to_old_address)
            for one in ready
            if (row := rows.get(one.notification_id))
        ],
        now=now,
    )
    tell_prompts(told, now=now)
    outcomes = [(one.pk, _outcome(one, rows)) for one in ready]
    _settle(outcomes, now=now)
    if unknown := sum(outcome == Outcome.UNKNOWN_ROW for _, outcome in outcomes):
        log.warning("events_about_unknown_rows", count=unknown)
    return len(ready)


def _outcome(event: Claimed, rows: Container[UUID | None]) -> str:
    if event.notification_id is None or event.kind not in kinds.KNOWN:
        return Outcome.IGNORED
    return Outcome.APPLIED if event.notification_id in rows else Outcome.UNKNOWN_ROW


def _settle(outcomes: Sequence[tuple[int, str]], *, now: datetime) -> None:
    ids, words = zip(*outcomes, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"ids": list(ids), "outcomes": list(words), "now": now})

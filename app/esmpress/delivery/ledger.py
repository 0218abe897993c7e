"""The ledger's rows: entering, claiming, and writing down what became of each."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt

Status = Notification.Status

ENTER_AHEAD = timedelta(minutes=1)
ENTER_BATCH = 5000
LEASE = timedelta(minutes=5)
MAX_ATTEMPTS = 8
BACKOFF = timedelta(seconds=10)
MAX_BACKOFF = timedelta(minutes=10)

# One statement, so that two workers can never hold the same row, and no lock outlives it.
_CLAIM = """
UPDATE delivery_notification
   SET status = 'claimed', claimed_at = %(now)s, lease_until = %(lease)s,
       channel = %(channel)s, attempts = attempts + 1
 WHERE id IN (SELECT id FROM delivery_notification
               WHERE status IN ('planned', 'due') AND due_at <= %(now)s
               ORDER BY open_until, id
                 FOR UPDATE SKIP LOCKED LIMIT %(limit)s)
RETURNING id
"""


def enter_due(*, channel: str, now: datetime) -> int:
    """Enter the messages of prompts that come due within a minute; how many rows are new."""
    entered = Notification.objects.filter(prompt=OuterRef("pk"))
    prompts = (
        Prompt.objects.unsent()
        .filter(~Exists(entered), scheduled_at__lte=now + ENTER_AHEAD, open_until__gt=now)
        .select_related("schedule")[:ENTER_BATCH]
    )
    rows = [row for prompt in prompts for row in _rows_of(prompt, channel)]
    Notification.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _rows_of(prompt: Prompt, channel: str) -> list[Notification]:
    reminders = prompt.schedule.parsed_scheme().reminders
    moments = [(Notification.INVITATION, 0)]
    moments += [(f"reminder_{n}", minutes) for n, minutes in enumerate(reminders, start=1)]
    return [_row(prompt, kind, minutes, channel) for kind, minutes in moments]


def _row(prompt: Prompt, kind: str, minutes: int, channel: str) -> Notification:
    moment = prompt.scheduled_at + timedelta(minutes=minutes)
    return Notification(
        prompt=prompt,
        kind=kind,
        channel=channel,
        planned_at=moment,
        due_at=moment,
        open_until=prompt.open_until,
    )


def claim(*, channel: str, limit: int, now: datetime) -> list[Notification]:
    """Up to `limit` due rows, now ours for the length of a lease, the soonest to close first."""
    values: dict[str, datetime | str | int] = {
        "now": now,
        "lease": now + LEASE,
        "channel": channel,
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        ids = [row[0] for row in cursor.fetchall()]
    return list(
        Notification.objects.filter(pk__in=ids)
        .select_related("prompt__participant__study", "prompt__participant__contact")
        .order_by("open_until", "pk")
    )


def mark_handed_over(rows: Collection[Notification], *, now: datetime) -> set[int]:
    """Note that the provider is being called; the ids of the rows that were still ours."""
    with transaction.atomic():
        ours = Notification.objects.select_for_update().filter(
            pk__in=[row.pk for row in rows], status=Status.CLAIMED, claimed_at=now
        )
        ids = {row.pk for row in ours}
        Notification.objects.filter(pk__in=ids).update(
            status=Status.HANDED_OVER, handed_over_at=now
        )
    return ids


def record(rows: Collection[Notification], outcome: Outcome, *, now: datetime) -> None:
    """Write down what the channel said of rows that were handed over."""
    match outcome:
        case Accepted(provider_id):
            _settle(rows, Status.ACCEPTED, now=now, provider_id=provider_id, accepted_at=now)
            lifecycle.mark_sent(_invited(rows), now=now)
        case Unknown(reason):
            _settle(rows, Status.UNCERTAIN, now=now, reason=reason[:200])
            lifecycle.mark_sent(_invited(rows), now=now)
        case PermanentFailure(reason):
            give_up(rows, Status.FAILED, reason=reason, now=now)
        case TemporaryFailure(reason, retry_after):
            for row in rows:
                _try_again(row, reason, retry_after, now=now)


def give_up(rows: Collection[Notification], status: str, *, reason: str, now: datetime) -> None:
    """Settle rows as `not_sent` or `failed`; without its invitation a prompt is not sent."""
    _settle(rows, status, now=now, reason=reason[:200])
    why = reason if status == Status.NOT_SENT else "delivery_failed"
    lifecycle.mark_not_sent(_invited(rows), reason=why, now=now)


def _try_again(
    row: Notification, reason: str, retry_after: timedelta | None, *, now: datetime
) -> None:
    if row.attempts >= MAX_ATTEMPTS:
        give_up([row], Status.FAILED, reason=f"gave up after {row.attempts}: {reason}", now=now)
        return
    wait = min(BACKOFF * 2 ** (row.attempts - 1), MAX_BACKOFF)
    # Jitter spreads the retries of many rows; it decides nothing a study depends on.
    wait *= random.uniform(0.5, 1.0)  # noqa: S311
    Notification.objects.filter(pk=row.pk).update(
        status=Status.DUE,
        lease_until=None,
        reason=reason[:200],
        due_at=now + max(wait, retry_after or wait),
    )


def _settle(
    rows: Collection[Notification], status: str, *, now: datetime, **fields: object
) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=status, settled_at=now, lease_until=None, **fields
    )


def _invited(rows: Collection[Notification]) -> list[int]:
    return [row.prompt_id for row in rows if row.kind == Notification.INVITATION]

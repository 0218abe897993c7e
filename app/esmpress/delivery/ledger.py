"""The ledger's rows: claiming, handing over, and writing down what became of each."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.prompts import lifecycle

Status = Notification.Status

LEASE = timedelta(minutes=2)
MAX_ATTEMPTS = 8
BACKOFF = timedelta(seconds=10)
MAX_BACKOFF = timedelta(minutes=10)

# One statement, so that two workers can never hold the same row, and no lock outlives it. Picked
# apart from the update: the planner might run a subquery with a LIMIT more than once.
_CLAIM = """
WITH picked AS MATERIALIZED (
    SELECT id FROM delivery_notification
     WHERE status IN ('planned', 'due') AND due_at <= %(now)s
     ORDER BY open_until, id
       FOR UPDATE SKIP LOCKED LIMIT %(limit)s)
UPDATE delivery_notification
   SET status = 'claimed', claimed_at = %(now)s, lease_until = %(lease)s,
       channel = %(channel)s, attempts = attempts + 1
 WHERE id IN (SELECT id FROM picked)
RETURNING id
"""

# The instant of the claim tells whether the row is still ours after its lease was over.
_HAND_OVER = """
UPDATE delivery_notification
   SET status = 'handed_over', handed_over_at = %(now)s, lease_until = %(lease)s
 WHERE id = ANY(%(ids)s) AND status = 'claimed' AND claimed_at = %(claimed_at)s
RETURNING id
"""


def claim(*, channel: str, limit: int, now: datetime) -> list[Notification]:
    """Up to `limit` due rows, now ours for the length of a lease, the soonest to close first."""
    ids = _ids_of(_CLAIM, now=now, lease=now + LEASE, channel=channel, limit=limit)
    return list(
        Notification.objects.filter(pk__in=ids)
        .select_related("prompt__participant__study", "prompt__participant__contact")
        .order_by("open_until", "pk")
    )


def mark_handed_over(rows: Collection[Notification], *, now: datetime) -> set[int]:
    """Note that rows of one claim are about to go out; the ids of those that were still ours."""
    claimed_at = next(iter(rows)).claimed_at
    ids = [row.pk for row in rows]
    return _ids_of(_HAND_OVER, now=now, lease=now + LEASE, claimed_at=claimed_at, ids=ids)


def _ids_of(statement: str, **values: Any) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {row[0] for row in cursor.fetchall()}


@transaction.atomic
def record(rows: Collection[Notification], outcome: Outcome, *, now: datetime) -> None:
    """Write down what the channel said of rows that were handed over.

    Only good news can correct what is settled: a late answer turns `uncertain` to `accepted`.
    """
    match outcome:
        case Accepted(provider_id):
            unsettled = (Status.HANDED_OVER, Status.UNCERTAIN)
            news = {"reason": "", "provider_id": provider_id, "accepted_at": now}
            _settle(rows, Status.ACCEPTED, unsettled, now=now, **news)
            lifecycle.mark_sent(_invited(rows), now=now)
        case Unknown(reason):
            _settle(rows, Status.UNCERTAIN, (Status.HANDED_OVER,), now=now, reason=reason[:200])
            lifecycle.mark_sent(_invited(rows), now=now)
        case PermanentFailure(reason):
            give_up(rows, Status.FAILED, reason=reason, now=now)
        case TemporaryFailure(reason, retry_after):
            _try_again(rows, reason, retry_after, now=now)


@transaction.atomic
def give_up(rows: Collection[Notification], status: str, *, reason: str, now: datetime) -> None:
    """Settle rows as `not_sent` or `failed`; without its invitation a prompt is not sent."""
    unsettled = (Status.CLAIMED, Status.HANDED_OVER)
    _settle(rows, status, unsettled, now=now, reason=reason[:200])
    why = reason if status == Status.NOT_SENT else "delivery_failed"
    lifecycle.mark_not_sent(_invited(rows), reason=why, now=now)


def _try_again(
    rows: Collection[Notification], reason: str, retry_after: timedelta | None, *, now: datetime
) -> None:
    tired = [row for row in rows if row.attempts >= MAX_ATTEMPTS]
    if tired:
        given_up = f"gave up after {MAX_ATTEMPTS} attempts: {reason}"
        give_up(tired, Status.FAILED, reason=given_up, now=now)
    again = [row for row in rows if row.attempts < MAX_ATTEMPTS]
    for row in again:
        row.status, row.reason, row.lease_until = Status.DUE, reason[:200], None
        row.due_at = now + max(_wait(row.attempts), retry_after or timedelta())
    Notification.objects.filter(status=Status.HANDED_OVER).bulk_update(
        again, ["status", "reason", "lease_until", "due_at"]
    )


def _wait(attempts: int) -> timedelta:
    # Jitter spreads the retries of many rows; it decides nothing a study depends on.
    jitter = random.uniform(0.5, 1.0)  # noqa: S311
    wait: timedelta = min(BACKOFF * 2 ** (attempts - 1), MAX_BACKOFF) * jitter
    return wait


def _settle(
    rows: Collection[Notification],
    status: str,
    unsettled: tuple[str, ...],
    *,
    now: datetime,
    **fields: object,
) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows], status__in=unsettled).update(
        status=status, settled_at=now, lease_until=None, **fields
    )


def _invited(rows: Collection[Notification]) -> list[int]:
    return [row.prompt_id for row in rows if row.kind == Notification.INVITATION]

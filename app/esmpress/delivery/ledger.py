"""The ledger's rows: claiming, handing over, and writing down what became of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.retrying import try_again
from esmpress.prompts import lifecycle

Status = Notification.Status

LEASE = timedelta(minutes=2)

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
       channel = %(channel)s
 WHERE id IN (SELECT id FROM picked)
RETURNING id
"""

# The instant of the claim tells whether the row is still ours after its lease was over. What would
# keep a message from going out is asked again here, for a claim may be minutes old.
_HAND_OVER = """
UPDATE delivery_notification AS row
   SET status = 'handed_over', handed_over_at = %(now)s, lease_until = %(lease)s,
       attempts = row.attempts + 1
  FROM prompts_prompt AS prompt
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN studies_study AS study ON study.id = participant.study_id
 WHERE row.id = ANY(%(ids)s) AND row.status = 'claimed' AND row.claimed_at = %(claimed_at)s
   AND prompt.id = row.prompt_id
   AND prompt.status = CASE row.kind WHEN 'invitation' THEN 'planned' ELSE 'sent' END
   AND participant.status = 'enrolled' AND participant.unsubscribed_at IS NULL
   AND study.launched_at IS NOT NULL AND study.ended_at IS NULL
   AND %(now)s <= row.open_until - %(share)s * (row.open_until - row.planned_at)
RETURNING row.id
"""


def claim(*, channel: str, limit: int, now: datetime) -> list[Notification]:
    """Up to `limit` due rows, now ours for the length of a lease, the soonest to close first."""
    ids = _ids_of(_CLAIM, now=now, lease=now + LEASE, channel=channel, limit=limit)
    return _read(ids)


def mark_handed_over(rows: Collection[Notification], *, now: datetime) -> list[Notification]:
    """Note that rows of one claim go out now; those that do: still ours, and still to be sent."""
    ids = _ids_of(
        _HAND_OVER,
        ids=[row.pk for row in rows],
        claimed_at=next(iter(rows)).claimed_at,
        share=settings.DELIVERY_MIN_WINDOW_SHARE,
        now=now,
        lease=now + LEASE,
    )
    going = [row for row in rows if row.pk in ids]
    for row in going:
        row.status, row.handed_over_at, row.attempts = Status.HANDED_OVER, now, row.attempts + 1
    return going


def held_back(rows: Collection[Notification]) -> list[Notification]:
    """The rows of one claim that are ours and did not go out, read anew."""
    kept = {row.pk: row.claimed_at for row in rows if row.status == Status.CLAIMED}
    if not kept:
        return []
    return [
        row
        for row in _read(kept)
        if row.status == Status.CLAIMED and row.claimed_at == kept[row.pk]
    ]


def _read(ids: Collection[int]) -> list[Notification]:
    return list(
        Notification.objects.filter(pk__in=ids)
        .select_related("prompt__participant__study", "prompt__participant__contact")
        .order_by("open_until", "pk")
    )


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
            _mark_sent(rows, certain=True)
        case Unknown(reason):
            _settle(rows, Status.UNCERTAIN, (Status.HANDED_OVER,), now=now, reason=reason[:200])
            _mark_sent(rows, certain=False)
        case PermanentFailure(reason):
            give_up(rows, Status.FAILED, reason=reason, now=now)
        case TemporaryFailure(reason, retry_after):
            try_again(rows, reason, retry_after, now=now)


@transaction.atomic
def give_up(rows: Collection[Notification], status: str, *, reason: str, now: datetime) -> None:
    """Settle rows as `not_sent` or `failed`; without its invitation a prompt is not sent."""
    # Only as we know them: what was freed in the meantime may have been sent by another worker.
    _settle(rows, status, {row.status for row in rows}, now=now, reason=reason[:200])
    why = reason if status == Status.NOT_SENT else "delivery_failed"
    lifecycle.mark_not_sent([row.prompt_id for row in _invitations(rows)], reason=why, now=now)


def _settle(
    rows: Collection[Notification],
    status: str,
    unsettled: Collection[str],
    *,
    now: datetime,
    **fields: object,
) -> None:
    Notification.objects.filter(pk__in=[row.pk for row in rows], status__in=unsettled).update(
        status=status, settled_at=now, lease_until=None, **fields
    )


def _mark_sent(rows: Collection[Notification], *, certain: bool) -> None:
    """The prompts of invitations are sent as of the hand-over, whenever the answer came.

    Nobody can have opened a message before it, and an answer may come late or never.
    """
    by_instant: dict[datetime, list[int]] = defaultdict(list)
    for row in _invitations(rows):
        assert row.handed_over_at is not None
        by_instant[row.handed_over_at].append(row.prompt_id)
    for handed_over_at, prompt_ids in by_instant.items():
        lifecycle.mark_sent(prompt_ids, now=handed_over_at, certain=certain)


def _invitations(rows: Collection[Notification]) -> list[Notification]:
    return [row for row in rows if row.kind == Notification.INVITATION]

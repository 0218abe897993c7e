"""Claiming due rows for a while, and handing them over if they should still go out."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection

from esmpress.delivery.models import Notification

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
   AND row.lease_until > %(now)s
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
    return _read(ids) if ids else []


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


def give_back(rows: Collection[Notification]) -> None:
    """Make rows of one claim that were not handed over due again, for the next tick."""
    kept = [row for row in rows if row.status == Status.CLAIMED]
    for row in kept[:1]:
        Notification.objects.filter(
            pk__in=[one.pk for one in kept], status=Status.CLAIMED, claimed_at=row.claimed_at
        ).update(status=Status.DUE, lease_until=None)


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

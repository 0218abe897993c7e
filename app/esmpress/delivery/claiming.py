"""Claiming due rows for a while, and handing them over if they should still go out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg.types.datetime import TimestamptzLoader

from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing

Status = Notification.Status

# What a row that goes out is made of, in the order of Outgoing's fields.
_WITH_ALL_IT_NEEDS = """
SELECT row.id, row.public_id, row.kind, row.status, row.reason, row.attempts, row.planned_at,
       row.open_until, row.claimed_at, row.handed_over_at, row.uncertain_at,
       prompt.id, prompt.status, prompt.status_reason, prompt.sent_at, prompt.time_zone,
       prompt.token_hash,
       participant.id, participant.language, participant.status,
       participant.unsubscribed_at IS NOT NULL, participant.suppressed_at IS NOT NULL,
       contact.seal_id, contact.sealed_email,
       study.id, study.launched_at IS NOT NULL AND study.ended_at IS NULL, study.reminders_until
  FROM {rows} AS row
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN studies_study AS study ON study.id = participant.study_id
  LEFT JOIN participants_contact AS contact ON contact.participant_id = participant.id
"""

# One statement, so that two workers can never hold the same row, and no lock outlives it. Picked
# apart from the update: the planner might run a subquery with a LIMIT more than once.
_CLAIM = f"""
WITH picked AS MATERIALIZED (
    SELECT id FROM delivery_notification
     WHERE status IN ('planned', 'due') AND due_at <= %(now)s
     ORDER BY open_until, id
       FOR UPDATE SKIP LOCKED LIMIT %(limit)s),
claimed AS (
    UPDATE delivery_notification
       SET status = 'claimed', claimed_at = %(now)s, lease_until = %(lease)s,
           channel = %(channel)s
     WHERE id IN (SELECT id FROM picked)
    RETURNING *)
{_WITH_ALL_IT_NEEDS.format(rows="claimed")}
 ORDER BY row.open_until, row.id
"""  # noqa: S608

_CLAIMED_BY_US = f"""
{_WITH_ALL_IT_NEEDS.format(rows="delivery_notification")}
 WHERE row.id = ANY(%(ids)s::bigint[])
   AND row.status = 'claimed' AND row.claimed_at = %(claimed_at)s
 ORDER BY row.open_until, row.id
"""

# The instant of the claim tells whether the row is still ours after its lease was over. What would
# keep a message from going out is asked again here, for a claim may be minutes old (the same in
# words: `unwanted.reason_not_to_send`). The links are known to the database before anybody has one.
_HAND_OVER = """
WITH going AS (
    UPDATE delivery_notification AS row
       SET status = 'handed_over', handed_over_at = %(now)s, lease_until = %(lease)s,
           attempts = row.attempts + 1
      FROM prompts_prompt AS prompt
      JOIN participants_participant AS participant ON participant.id = prompt.participant_id
      JOIN studies_study AS study ON study.id = participant.study_id
     WHERE row.id = ANY(%(ids)s::bigint[])
       AND row.status = 'claimed' AND row.claimed_at = %(claimed_at)s
       AND row.lease_until > %(now)s
       AND prompt.id = row.prompt_id
       AND CASE
             WHEN row.kind = 'invitation' THEN prompt.status = 'planned'
               OR row.uncertain_at IS NOT NULL AND prompt.status = 'sent'
                  AND prompt.status_reason = 'uncertain'
             WHEN prompt.status IN ('opened', 'started')
               THEN row.kind LIKE 'snooze%%' OR study.reminders_until = 'answered'
             ELSE prompt.status = 'sent' END
       AND participant.status = 'enrolled' AND participant.unsubscribed_at IS NULL
       AND participant.suppressed_at IS NULL
       AND study.launched_at IS NOT NULL AND study.ended_at IS NULL
       AND %(now)s <= row.open_until - %(share)s * (row.open_until - row.planned_at)
    RETURNING row.id, row.prompt_id),
linked AS (
    UPDATE prompts_prompt AS prompt SET token_hash = fresh.token_hash
      FROM (SELECT id, substr(%(hashes)s::bytea, (32 * (place - 1) + 1)::int, 32) AS token_hash
              FROM unnest(%(prompts)s::bigint[]) WITH ORDINALITY AS given (id, place)) AS fresh
     WHERE prompt.id = fresh.id
       AND prompt.id IN (SELECT prompt_id FROM going))
SELECT id FROM going
"""


def lease() -> timedelta:
    """How long a worker may take for what it holds, until others take it up."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def claim(*, channel: str, limit: int, now: datetime) -> list[Outgoing]:
    """Up to `limit` due rows, now ours for the length of a lease, the soonest to close first."""
    return _read(_CLAIM, now=now, lease=now + lease(), channel=channel, limit=limit)


def mark_handed_over(
    rows: Collection[Outgoing], *, hashes: Mapping[int, bytes], now: datetime
) -> list[Outgoing]:
    """Note that rows of one claim go out now; those that do: still ours, and still to be sent.

    `hashes` are those of the links in the messages, by the id of the prompt.
    """
    fresh = {row.prompt_id: hashes[row.prompt_id] for row in rows if row.token_hash is None}
    with connection.cursor() as cursor:
        cursor.execute(
            _HAND_OVER,
            {
                "ids": array_of(row.pk for row in rows),
                "claimed_at": next(iter(rows)).claimed_at,
                "prompts": array_of(fresh),
                # One after the other: a list of a thousand takes long to write down.
                "hashes": b"".join(fresh.values()),
                "share": settings.DELIVERY_MIN_WINDOW_SHARE,
                "now": now,
                "lease": now + lease(),
            },
        )
        ids = {pk for (pk,) in cursor.fetchall()}
    going = [row for row in rows if row.pk in ids]
    for row in going:
        row.status, row.handed_over_at, row.attempts = Status.HANDED_OVER, now, row.attempts + 1
    return going


def give_back(rows: Collection[Outgoing]) -> None:
    """Make rows of one claim that were not handed over due again, for the next tick."""
    kept = [row for row in rows if row.status == Status.CLAIMED]
    for row in kept[:1]:
        Notification.objects.filter(
            pk__in=[one.pk for one in kept], status=Status.CLAIMED, claimed_at=row.claimed_at
        ).update(status=Status.DUE, lease_until=None)


def held_back(rows: Collection[Outgoing]) -> list[Outgoing]:
    """The rows of one claim that are ours and did not go out, read anew."""
    kept = [row for row in rows if row.status == Status.CLAIMED]
    if not kept:
        return []
    return _read(
        _CLAIMED_BY_US, ids=array_of(row.pk for row in kept), claimed_at=kept[0].claimed_at
    )


def array_of(ids: Iterable[int]) -> str:
    """Row numbers as PostgreSQL writes an array, many times faster than the driver does."""
    return f"{{{','.join(map(str, ids))}}}"


def _read(statement: str, **values: Any) -> list[Outgoing]:
    with connection.cursor() as cursor:
        # Django's own loader of instants is written in Python.
        cursor.cursor.adapters.register_loader("timestamptz", TimestamptzLoader)
        cursor.execute(statement, values)
        return [Outgoing(*row) for row in cursor.fetchall()]

"""Claiming due rows for a while, and handing them over if they should still go out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg.types.datetime import TimestamptzLoader

from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing
from esmpress.prompts.links import store_hashes

Status = Notification.Status

# As long may rows be picked before it is known what becomes of them.
MAX_PICKED = timedelta(seconds=30)

# What a row that goes out is made of, in the order of Outgoing's fields.
_WITH_ALL_IT_NEEDS = """
SELECT row.id, row.public_id::text, row.kind, row.status, row.reason, row.attempts, row.planned_at,
       row.open_until, row.claimed_at, row.handed_over_at, row.uncertain_at,
       prompt.id, prompt.status, prompt.status_reason, prompt.sent_at, prompt.time_zone,
       prompt.token_hash,
       participant.id, participant.language, participant.status,
       participant.unsubscribed_at IS NOT NULL, participant.suppressed_at IS NOT NULL,
       participant.portal_epoch,
       contact.seal_id::text, contact.sealed_email,
       study.id, study.launched_at IS NOT NULL AND study.ended_at IS NULL, study.reminders_until
  FROM {rows} AS row
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
  JOIN participants_participant AS participant ON participant.id = prompt.participant_id
  JOIN studies_study AS study ON study.id = participant.study_id
  LEFT JOIN participants_contact AS contact ON contact.participant_id = participant.id
"""

# Two workers can never hold the same row: locked rows are passed over, and whoever picks rows notes
# in the same transaction that they are theirs. Picked apart from the joins: the planner might lock
# more rows than it needs. No key of a row changes, so nobody who refers to one has to wait.
_PICK = f"""
WITH picked AS MATERIALIZED (
    SELECT * FROM delivery_notification
     WHERE status IN ('planned', 'due') AND due_at <= %(now)s
     ORDER BY open_until, id
       FOR NO KEY UPDATE SKIP LOCKED LIMIT %(limit)s)
{_WITH_ALL_IT_NEEDS.format(rows="picked")}
 ORDER BY row.open_until, row.id
"""  # noqa: S608
# A worker that stands still in mid-transaction is cut off, and its rows are free again.
_CUT_OFF = f"SET LOCAL idle_in_transaction_session_timeout = '{int(MAX_PICKED.total_seconds())}s'"

_HOLD = """
UPDATE delivery_notification
   SET status = 'claimed', claimed_at = %(picked_at)s, lease_until = %(lease)s,
       channel = %(channel)s
 WHERE id = ANY(%(ids)s::bigint[])
"""
_SEND_OFF = """
UPDATE delivery_notification
   SET status = 'handed_over', claimed_at = %(picked_at)s, handed_over_at = %(now)s,
       lease_until = %(lease)s, channel = %(channel)s, attempts = attempts + 1
 WHERE id = ANY(%(ids)s::bigint[])
"""

_CLAIMED_BY_US = f"""
{_WITH_ALL_IT_NEEDS.format(rows="delivery_notification")}
 WHERE row.id = ANY(%(ids)s::bigint[])
   AND row.status = 'claimed' AND row.claimed_at = %(claimed_at)s
 ORDER BY row.open_until, row.id
"""

# The instant of the claim tells whether the row is still ours after its lease was over. What would
# keep a message from going out is asked again here, for a claim may be minutes old (the same in
# words: `unwanted.reason_not_to_send`).
_HAND_OVER = """
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
RETURNING row.id
"""


def lease() -> timedelta:
    """How long a worker may take for what it holds, until others take it up."""
    return timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)


def pick(*, limit: int, now: datetime) -> list[Outgoing]:
    """Up to `limit` due rows, the soonest to close first; nobody else gets them meanwhile.

    Takes a transaction: what is neither held nor sent off when it ends is as it was before.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CUT_OFF)
    rows = _read(_PICK, now=now, limit=limit)
    for row in rows:
        row.claimed_at = now
    return rows


def hold(rows: Collection[Outgoing], *, channel: str, now: datetime) -> None:
    """Keep picked rows after the transaction, for the length of a lease."""
    _note(_HOLD, rows, channel=channel, now=now)
    for row in rows:
        row.status = Status.CLAIMED


def send_off(
    rows: Collection[Outgoing], *, channel: str, links: Mapping[int, bytes], now: datetime
) -> None:
    """Note that picked rows go out as soon as the transaction is over.

    `links` are the hashes of those in the messages, by the id of the prompt: the database knows
    them before anybody has one.
    """
    _store_new_links(rows, links)
    _note(_SEND_OFF, rows, channel=channel, now=now)
    _became_handed_over(rows, now=now)


def mark_handed_over(
    rows: Collection[Outgoing], *, links: Mapping[int, bytes], now: datetime
) -> list[Outgoing]:
    """Note that held rows of one claim go out now; those that do: still ours, and still wanted."""
    values: dict[str, Any] = {
        "ids": array_of(row.pk for row in rows),
        "claimed_at": next(iter(rows)).claimed_at,
        "share": settings.DELIVERY_MIN_WINDOW_SHARE,
        "now": now,
        "lease": now + lease(),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        _store_new_links(rows, links)
        cursor.execute(_HAND_OVER, values)
        ids = {pk for (pk,) in cursor.fetchall()}
    going = [row for row in rows if row.pk in ids]
    _became_handed_over(going, now=now)
    return going


def _note(statement: str, rows: Collection[Outgoing], *, channel: str, now: datetime) -> None:
    values: dict[str, Any] = {
        "ids": array_of(row.pk for row in rows),
        "picked_at": next(iter(rows)).claimed_at,
        "channel": channel,
        "now": now,
        "lease": now + lease(),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _store_new_links(rows: Collection[Outgoing], links: Mapping[int, bytes]) -> None:
    new = {row.prompt_id: links[row.prompt_id] for row in rows if row.token_hash is None}
    if new:
        store_hashes(new)


def _became_handed_over(rows: Collection[Outgoing], *, now: datetime) -> None:
    for row in rows:
        row.status, row.handed_over_at, row.attempts = Status.HANDED_OVER, now, row.attempts + 1


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

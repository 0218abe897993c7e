"""The ledger's news: writing down what became of each row that was claimed or handed over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection, transaction

from esmpress.delivery.claiming import array_of
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.outgoing import Outgoing
from esmpress.delivery.retrying import try_again
from esmpress.delivery.uncertain import ARRIVED
from esmpress.prompts import lifecycle

Status = Notification.Status
Row = TypeVar("Row", Outgoing, Notification)

# Each settles those of the rows that still are as they were known, and says which: good news
# always, for what went out once is not to go again; all else only of the hand-over it is about,
# which may not be the last any more. The prompts of invitations are sent as of the hand-over,
# whenever the answer came: nobody can have opened a message before it.
_AND_THEIR_PROMPTS = f"""
RETURNING id, prompt_id, kind, handed_over_at),
sent AS (SELECT prompt_id, handed_over_at AS at, %(prompt_reason)s AS reason FROM settled
          WHERE kind = 'invitation'),
marked AS ({lifecycle.MARK_SENT})
SELECT id FROM settled
"""  # noqa: S608
_ACCEPT = f"""
WITH settled AS (
UPDATE delivery_notification
   SET status = 'accepted', reason = '', provider_id = %(provider_id)s, accepted_at = %(now)s,
       settled_at = %(now)s, lease_until = NULL
 WHERE id = ANY(%(ids)s::bigint[]) AND status IN ('handed_over', 'uncertain', 'due', 'claimed')
{_AND_THEIR_PROMPTS}
"""  # noqa: S608
# The outcome stays open for events to tell; the second time there is nothing more to wait for.
_DOUBT = f"""
WITH settled AS (
UPDATE delivery_notification
   SET status = 'uncertain', reason = %(reason)s, uncertain_at = coalesce(uncertain_at, %(now)s),
       settled_at = CASE WHEN uncertain_at IS NOT NULL THEN %(now)s::timestamptz END,
       lease_until = NULL
 WHERE id = ANY(%(ids)s::bigint[]) AND status = 'handed_over'
   AND handed_over_at = ANY(%(instants)s::timestamptz[])
{_AND_THEIR_PROMPTS}
"""  # noqa: S608
# What may have gone out before is not said to be not sent, whatever became of sending it again.
_GIVE_UP = f"""
UPDATE delivery_notification AS row
   SET status = CASE WHEN row.uncertain_at IS NULL THEN %(status)s
                     WHEN {ARRIVED} THEN 'delivered' ELSE 'uncertain' END,
       reason = CASE WHEN row.uncertain_at IS NULL THEN %(reason)s
                     ELSE left('not sent again: ' || %(reason)s, 200) END,
       delivered_at = CASE WHEN row.uncertain_at IS NOT NULL AND {ARRIVED}
                           THEN prompt.opened_at ELSE row.delivered_at END,
       settled_at = %(now)s, lease_until = NULL
  FROM prompts_prompt AS prompt
 WHERE prompt.id = row.prompt_id AND row.id = ANY(%(ids)s::bigint[]) AND row.status = ANY(%(known)s)
   AND (row.status <> 'handed_over' OR row.handed_over_at = ANY(%(instants)s::timestamptz[]))
RETURNING row.id
"""  # noqa: S608


def record(rows: Collection[Row], outcome: Outcome, *, now: datetime) -> None:
    """Write down what the channel said of rows that were handed over.

    Only good news can correct what is settled: a late answer turns `uncertain` to `accepted`.
    """
    match outcome:
        case Accepted(provider_id):
            _settle(_ACCEPT, rows, now=now, provider_id=provider_id, prompt_reason="")
        case Unknown(reason):
            doubt = {"reason": reason[:200], "prompt_reason": lifecycle.UNCERTAIN}
            _settle(_DOUBT, rows, now=now, **doubt)
        case PermanentFailure(reason):
            give_up(rows, Status.FAILED, reason=reason, now=now)
        case TemporaryFailure(reason, retry_after):
            try_again(rows, reason, retry_after, now=now)


def give_up(rows: Collection[Row], status: str, *, reason: str, now: datetime) -> None:
    """Settle rows as `not_sent` or `failed`; without its invitation a prompt is not sent."""
    # Only as we know them: what was freed in the meantime may have been sent by another worker.
    known = list({row.status for row in rows})
    news = {"status": status, "reason": reason[:200], "known": known}
    if not _invitations(rows):
        _settle(_GIVE_UP, rows, now=now, **news)
        return
    why = reason if status == Status.NOT_SENT else "delivery_failed"
    with transaction.atomic():
        settled = _invitations(_settle(_GIVE_UP, rows, now=now, **news))
        lifecycle.mark_not_sent([row.prompt_id for row in settled], reason=why, now=now)


def _settle(statement: str, rows: Collection[Row], *, now: datetime, **values: Any) -> list[Row]:
    with connection.cursor() as cursor:
        ids = array_of(row.pk for row in rows)
        instants = list({row.handed_over_at for row in rows if row.handed_over_at})
        cursor.execute(statement, {**values, "ids": ids, "instants": instants, "now": now})
        settled = {pk for (pk,) in cursor.fetchall()}
    return [row for row in rows if row.pk in settled]


def _invitations(rows: Collection[Row]) -> list[Row]:
    return [row for row in rows if row.kind == Notification.INVITATION]

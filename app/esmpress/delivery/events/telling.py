"""What the ledger and its prompts learn from events: the sum of them, whatever their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef

from esmpress.delivery.events import kinds
from esmpress.delivery.models import Notification
from esmpress.prompts import lifecycle

Status = Notification.Status

# What a worker is writing about just now is passed over: nobody waits for anybody in a circle.
_LOCK = """
SELECT row.public_id, row.status, prompt.participant_id,
       coalesce(coalesce(row.claimed_at, row.planned_at) < contact.changed_at, false)
  FROM delivery_notification AS row
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
  LEFT JOIN participants_contact AS contact ON contact.participant_id = prompt.participant_id
 WHERE row.public_id = ANY(%s)
 ORDER BY row.id
   FOR UPDATE OF row SKIP LOCKED
"""
_EXISTING = "SELECT public_id FROM delivery_notification WHERE public_id = ANY(%s)"

# From all events of a row, not the new ones alone: so neither order nor repetition can matter.
# A bounce may follow a delivery, hours later; the last word is the worst.
_TELL = """
WITH told AS (
    SELECT notification_id,
           min(occurred_at) FILTER (WHERE kind = ANY(%(left)s)) AS left_at,
           min(occurred_at) FILTER (WHERE kind = 'deferred') AS deferred_at,
           min(occurred_at) FILTER (WHERE kind = 'delivered') AS delivered_at,
           min(occurred_at) FILTER (WHERE kind IN ('bounce', 'blocked')) AS bounced_at,
           min(occurred_at) FILTER (WHERE kind = 'dropped') AS dropped_at,
           (array_agg(reason ORDER BY occurred_at, event_id)
              FILTER (WHERE kind = 'deferred'))[1] AS deferred_reason,
           (array_agg(reason ORDER BY occurred_at, event_id)
              FILTER (WHERE kind IN ('bounce', 'blocked')))[1] AS bounced_reason,
           (array_agg(reason ORDER BY occurred_at, event_id)
              FILTER (WHERE kind = 'dropped'))[1] AS dropped_reason,
           min(provider_id) FILTER (WHERE provider_id <> '') AS provider_id
      FROM delivery_providerevent
     WHERE notification_id = ANY(%(ids)s) AND kind = ANY(%(known)s)
     GROUP BY notification_id),
known AS (
    SELECT row.id,
           CASE WHEN row.accepted_at IS NOT NULL OR told.left_at IS NOT NULL
                -- The provider counts whole seconds: nothing left before it was handed over.
                THEN GREATEST(LEAST(row.accepted_at, told.left_at), row.handed_over_at)
           END AS accepted_at,
           LEAST(row.deferred_at, told.deferred_at) AS deferred_at,
           LEAST(row.delivered_at, told.delivered_at) AS delivered_at,
           LEAST(row.bounced_at, told.bounced_at) AS bounced_at,
           LEAST(row.dropped_at, told.dropped_at) AS dropped_at,
           told.deferred_reason, told.bounced_reason, told.dropped_reason,
           COALESCE(NULLIF(row.provider_id, ''), told.provider_id, '') AS provider_id
      FROM told JOIN delivery_notification AS row ON row.public_id = told.notification_id)
UPDATE delivery_notification AS row
   SET status = CASE WHEN known.bounced_at IS NOT NULL THEN 'bounced'
                     WHEN known.dropped_at IS NOT NULL THEN 'dropped'
                     WHEN known.delivered_at IS NOT NULL THEN 'delivered'
                     WHEN known.deferred_at IS NOT NULL THEN 'deferred'
                     ELSE 'accepted' END,
       reason = left(CASE WHEN known.bounced_at IS NOT NULL THEN known.bounced_reason
                          WHEN known.dropped_at IS NOT NULL THEN known.dropped_reason
                          WHEN known.delivered_at IS NOT NULL THEN ''
                          WHEN known.deferred_at IS NOT NULL THEN known.deferred_reason
                          ELSE '' END, 200),
       accepted_at = known.accepted_at, deferred_at = known.deferred_at,
       delivered_at = known.delivered_at, bounced_at = known.bounced_at,
       dropped_at = known.dropped_at, provider_id = known.provider_id,
       settled_at = COALESCE(row.settled_at, %(now)s), lease_until = NULL
  FROM known
 WHERE row.id = known.id
RETURNING row.public_id, row.prompt_id, row.kind, row.status,
          COALESCE(row.handed_over_at, row.accepted_at)
"""


@dataclass(frozen=True)
class LedgerRow:
    """A row of the ledger that is locked, as it was before the news.

    `to_old_address`: the participant has another one since it was claimed.
    """

    status: str
    participant_id: int
    to_old_address: bool


@dataclass(frozen=True)
class ToldRow:
    """A row of the ledger after the news; `was` is its status before."""

    was: str
    prompt_id: int
    kind: str
    status: str
    sent_at: datetime | None


def lock_rows(
    public_ids: Collection[UUID],
) -> tuple[dict[UUID | None, LedgerRow], set[UUID | None]]:
    """Those of the rows that exist, ours until the transaction ends; and those that are busy."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [list(public_ids)])
        rows: dict[UUID | None, LedgerRow] = {
            public_id: LedgerRow(*rest) for public_id, *rest in cursor.fetchall()
        }
        missing = [public_id for public_id in public_ids if public_id not in rows]
        if not missing:
            return rows, set()
        cursor.execute(_EXISTING, [missing])
        return rows, {public_id for (public_id,) in cursor.fetchall()}


def tell_rows(rows: Mapping[UUID | None, LedgerRow], *, now: datetime) -> list[ToldRow]:
    """Write down what all events of locked rows say together."""
    values: dict[str, Any] = {
        "ids": list(rows),
        "left": list(kinds.LEFT),
        "known": list(kinds.KNOWN),
        "now": now,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TELL, values)
        return [ToldRow(rows[public_id].status, *rest) for public_id, *rest in cursor.fetchall()]


def tell_prompts(told: Sequence[ToldRow], *, now: datetime) -> None:
    """Note which invitations went out after all, and which prompts reached nobody."""
    _mark_sent(told)
    returned = {row.prompt_id for row in told if row.status in Notification.RETURNED}
    if returned:
        _mark_undelivered(returned, now=now)


def _mark_sent(told: Sequence[ToldRow]) -> None:
    """Invitations whose outcome was not known went out at their hand-over, as the events show."""
    left = (*Notification.TAKEN, Status.BOUNCED)
    by_instant: dict[datetime, list[int]] = defaultdict(list)
    for row in told:
        is_news = row.status in left and row.was not in left
        if is_news and row.kind == Notification.INVITATION and row.sent_at is not None:
            by_instant[row.sent_at].append(row.prompt_id)
    for sent_at, prompt_ids in by_instant.items():
        lifecycle.mark_sent(prompt_ids, now=sent_at, certain=True)


def _mark_undelivered(prompt_ids: Collection[int], *, now: datetime) -> None:
    """End the prompts whose invitation came back, unless another message may have arrived."""
    arrived = (*Notification.TAKEN, Status.HANDED_OVER, Status.UNCERTAIN)
    another = Notification.objects.filter(prompt=OuterRef("prompt"), status__in=arrived)
    invitations = Notification.objects.filter(
        ~Exists(another), prompt__in=prompt_ids, kind=Notification.INVITATION
    )
    for status in Notification.RETURNED:
        ids = list(invitations.filter(status=status).values_list("prompt_id", flat=True))
        if ids:
            lifecycle.mark_undelivered(ids, reason=status, now=now)

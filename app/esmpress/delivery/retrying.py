"""When a message that surely did not go out is tried again."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import F, Value
from django.db.models.functions import Least

from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import Outgoing

BACKOFF = timedelta(seconds=10)
MAX_BACKOFF = timedelta(minutes=5)
POSTPONED = timedelta(minutes=1)
# Doubling further than to the longest wait would only overflow in a window of a week.
_DOUBLINGS = 5
# Past the last moment, so that the next claim finds the row late and settles it.
_TOO_LATE = timedelta(seconds=1)


# Django's bulk update, a CASE with a branch for each row, costs many times as much.
_DUE_AGAIN = """
UPDATE delivery_notification AS row
   SET status = 'due', reason = %(reason)s, lease_until = NULL, due_at = again.due_at
  FROM unnest(%(ids)s::bigint[], %(due)s::timestamptz[], %(instants)s::timestamptz[])
       AS again (id, due_at, handed_over_at)
 WHERE row.id = again.id AND row.status = 'handed_over'
   AND row.handed_over_at = again.handed_over_at
"""


def try_again(
    rows: Collection[Outgoing] | Collection[Notification],
    reason: str,
    retry_after: timedelta | None,
    *,
    now: datetime,
) -> None:
    """Make rows that were handed over due again: never before `retry_after`, and never given up.

    A wait that would outlast a row's last moment ends there, so that its end is known at once.
    """
    due: list[datetime] = []
    for row in rows:
        wait = max(backoff(row.attempts), retry_after or timedelta())
        due.append(min(now + wait, row.last_moment + _TOO_LATE))
    with connection.cursor() as cursor:
        values: dict[str, Any] = {
            "ids": [row.pk for row in rows],
            "instants": [row.handed_over_at for row in rows],
            "due": due,
            "reason": reason[:200],
        }
        cursor.execute(_DUE_AGAIN, values)


def postpone(rows: Collection[Outgoing], reason: str, *, now: datetime) -> None:
    """Make claimed rows due again that cannot be handed over as long as something is amiss."""
    kept = [row for row in rows if row.status == Notification.Status.CLAIMED]
    for row in kept[:1]:
        Notification.objects.filter(
            pk__in=[one.pk for one in kept], status=row.status, claimed_at=row.claimed_at
        ).update(
            status=Notification.Status.DUE,
            reason=reason[:200],
            lease_until=None,
            due_at=Least(Value(now + POSTPONED), F("open_until")),
        )


def backoff(attempts: int) -> timedelta:
    """How long to wait after so many attempts: longer each time, up to some minutes."""
    # Jitter spreads the retries of many rows; it decides nothing a study depends on.
    jitter = random.uniform(0.5, 1.0)  # noqa: S311
    wait: timedelta = BACKOFF * 2 ** min(attempts - 1, _DOUBLINGS)
    return min(wait, MAX_BACKOFF) * jitter

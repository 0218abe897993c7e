"""Takes one event after another for sending: no other worker has it until its lease is over."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from esmpress.webhooks.models import Delivery
from esmpress.webhooks.waits import MOST_ATTEMPTS

State = Delivery.State
# Several times as long as sending takes at most.
LEASE = timedelta(minutes=1)

# Whoever answers comes first: what hangs holds up no one else. One that failed before is tried
# once in a tick.
_CLAIM = """
UPDATE webhooks_delivery SET attempts = attempts + 1, claim = gen_random_uuid(), due_at = %(until)s
 WHERE id = ANY(ARRAY(
       SELECT row.id FROM webhooks_delivery AS row
         JOIN webhooks_endpoint AS endpoint ON endpoint.id = row.endpoint_id
        WHERE row.state = 'waiting' AND row.due_at <= %(now)s AND row.attempts < %(most)s
          AND endpoint.off_at IS NULL
          AND (endpoint.failing_since IS NULL OR NOT endpoint.id = ANY(%(tried)s))
        ORDER BY endpoint.failing_since IS NOT NULL, row.due_at, row.id
        LIMIT 1 FOR NO KEY UPDATE OF row SKIP LOCKED))
RETURNING id
"""


def claim_next(*, tried: Collection[int], now: datetime) -> Delivery | None:
    """One event that is due, ours for a lease; None where nothing is, or it was just deleted.

    `tried` are endpoints, by number, that get nothing more as long as they fail.
    """
    values: dict[str, Any] = {
        "now": now,
        "until": now + LEASE,
        "most": MOST_ATTEMPTS,
        "tried": list(tried),
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        found = cursor.fetchone()
    if found is None:
        return None
    return Delivery.objects.select_related("endpoint__study").filter(pk=found[0]).first()


def end_what_is_not_sent(*, now: datetime) -> int:
    """Give up what comes due for an endpoint that is off, or broke each worker off; how many."""
    due = Delivery.objects.filter(state=State.WAITING, due_at__lte=now)
    values = {"state": State.GIVEN_UP, "ended_at": now}
    off = due.filter(endpoint__off_at__isnull=False)
    tired = due.filter(attempts__gte=MOST_ATTEMPTS)
    ended = off.update(failure=Delivery.Failure.OFF, **values)
    return ended + tired.update(failure=Delivery.Failure.BROKEN_OFF, **values)

"""When a message that surely did not go out is tried again."""

from __future__ import annotations

import random
from collections.abc import Collection
from datetime import datetime, timedelta

from esmpress.delivery.models import Notification

BACKOFF = timedelta(seconds=10)
MAX_BACKOFF = timedelta(minutes=5)
# Doubling further than to the longest wait would only overflow in a window of a week.
_DOUBLINGS = 5
# Past the last moment, so that the next claim finds the row late and settles it.
_TOO_LATE = timedelta(seconds=1)


def try_again(
    rows: Collection[Notification], reason: str, retry_after: timedelta | None, *, now: datetime
) -> None:
    """Make rows that were handed over due again: never before `retry_after`, and never given up.

    A wait that would outlast a row's last moment ends there, so that its end is known at once.
    """
    for row in rows:
        row.status, row.reason, row.lease_until = Notification.Status.DUE, reason[:200], None
        wait = max(_backoff(row.attempts), retry_after or timedelta())
        row.due_at = min(now + wait, row.last_moment + _TOO_LATE)
    Notification.objects.filter(status=Notification.Status.HANDED_OVER).bulk_update(
        rows, ["status", "reason", "lease_until", "due_at"]
    )


def _backoff(attempts: int) -> timedelta:
    # Jitter spreads the retries of many rows; it decides nothing a study depends on.
    jitter = random.uniform(0.5, 1.0)  # noqa: S311
    wait: timedelta = BACKOFF * 2 ** min(attempts - 1, _DOUBLINGS)
    return min(wait, MAX_BACKOFF) * jitter

"""The ledger in figures for monitoring; each reads what is under way or recent, by an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from esmpress.delivery.lateness import Lateness, lateness_of
from esmpress.delivery.models import Notification

Status = Notification.Status

LATENESS_OVER = timedelta(hours=1)
SETTLED_OVER = timedelta(hours=24)
# A message this long past its moment and not out yet, whatever keeps it: sending stands still.
STANDS_STILL_AFTER = timedelta(seconds=90)

# By the partial indexes of what waits, is leased or unsettled; the rest of the table is not read.
_UNDER_WAY = """
SELECT status, count(*) FROM delivery_notification
 WHERE status IN ('planned', 'due') GROUP BY status
UNION ALL
SELECT status, count(*) FROM delivery_notification
 WHERE status IN ('claimed', 'handed_over') GROUP BY status
UNION ALL
SELECT status, count(*) FROM delivery_notification
 WHERE status = 'uncertain' AND settled_at IS NULL GROUP BY status
"""
# From the planned moment: a provider that refuses everything puts off `due_at` each time, and a
# worker that dies of each claim leaves rows that are claimed. Ages instead of instants, lest the
# planner walk through all that was ever planned to find the first that waits.
_OLDEST_DUE = """
SELECT GREATEST(
    (SELECT max(%(now)s - planned_at) FROM delivery_notification
      WHERE status IN ('planned', 'due')),
    (SELECT max(%(now)s - planned_at) FROM delivery_notification
      WHERE status IN ('claimed', 'handed_over')))
"""
# Ends at the first row: asked every second by a proxy, also while a hundred thousand wait.
_STANDS_STILL = """
SELECT EXISTS (SELECT FROM delivery_notification
                WHERE status IN ('planned', 'due') AND %(now)s - planned_at >= %(age)s)
    OR EXISTS (SELECT FROM delivery_notification
                WHERE status IN ('claimed', 'handed_over') AND %(now)s - planned_at >= %(age)s)
"""
_SETTLED = """
SELECT status, count(*) FROM delivery_notification
 WHERE planned_at > %(since)s AND planned_at <= %(now)s
   AND (status NOT IN ('planned', 'due', 'claimed', 'handed_over', 'uncertain')
        OR status = 'uncertain' AND settled_at IS NOT NULL)
 GROUP BY status
"""
_EVENTS_WAITING = "SELECT count(*) FROM delivery_providerevent WHERE applied_at IS NULL"
_ALERTS_WAITING = "SELECT count(*) FROM delivery_coordinatoralert WHERE mailed_at IS NULL"


@dataclass(frozen=True)
class Figures:
    """The ledger at one moment."""

    # Rows not settled yet, by status.
    under_way: dict[str, int]
    # Rows settled, by status, of the messages planned in the last SETTLED_OVER.
    settled: dict[str, int]
    oldest_due_age: timedelta
    # Of the messages planned in the last LATENESS_OVER.
    lateness: Lateness
    events_waiting: int
    alerts_waiting: int

    @property
    def by_status(self) -> dict[str, int]:
        """Rows by status, under way or settled; some stay `uncertain` for good."""
        return {
            status.value: self.under_way.get(status, 0) + self.settled.get(status, 0)
            for status in Status
        }


def figures(*, now: datetime) -> Figures:
    """The ledger's figures as of `now`."""
    return Figures(
        under_way=dict(_rows_of(_UNDER_WAY)),
        settled=dict(_rows_of(_SETTLED, since=now - SETTLED_OVER, now=now)),
        oldest_due_age=oldest_due_age(now=now),
        lateness=lateness_of(since=now - LATENESS_OVER, until=now),
        events_waiting=_rows_of(_EVENTS_WAITING)[0][0],
        alerts_waiting=_rows_of(_ALERTS_WAITING)[0][0],
    )


def oldest_due_age(*, now: datetime) -> timedelta:
    """How long past its moment the oldest message is that is not out yet; zero when none is."""
    age: timedelta | None = _rows_of(_OLDEST_DUE, now=now)[0][0]
    return max(age or timedelta(), timedelta())


def stands_still(*, now: datetime) -> bool:
    """Whether a message is not out yet that should have gone out long ago."""
    return bool(_rows_of(_STANDS_STILL, now=now, age=STANDS_STILL_AFTER)[0][0])


def _rows_of(statement: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows

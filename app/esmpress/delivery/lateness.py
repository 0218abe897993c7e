"""How late messages go out: hand-over to the provider minus the planned moment, in seconds."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

QUANTILES = (0.5, 0.95, 0.99, 1.0)
# Seconds between the bars of a histogram; the last bar is everything above.
EDGES = (1, 2, 5, 10, 30, 60, 120, 300, 900)

_SENT = """
('handed_over', 'accepted', 'deferred', 'delivered', 'bounced', 'dropped', 'uncertain')
"""
# To a tenth of a second, from a minute on to the second: few enough values to be counted instead
# of sorted. A clock that was set back must not make a message go out before its time. NULL for
# what did not go out: never handed over, or refused when it was.
SECONDS = f"""
CASE WHEN row.status NOT IN {_SENT} THEN NULL
     WHEN row.handed_over_at < row.planned_at THEN 0
     WHEN row.handed_over_at < row.planned_at + interval '1 minute'
     THEN round(date_part('epoch', row.handed_over_at - row.planned_at) * 10) / 10
     ELSE floor(date_part('epoch', row.handed_over_at - row.planned_at)) END
"""
_COUNTED = f"""
SELECT {SECONDS} AS seconds, count(*)
  FROM delivery_notification AS row
 WHERE row.planned_at > %(since)s AND row.planned_at <= %(until)s
   AND row.handed_over_at IS NOT NULL AND row.status IN {_SENT}
 GROUP BY 1
"""  # noqa: S608


@dataclass(frozen=True)
class Lateness:
    """Of messages that went out: how many, and how late, in seconds."""

    count: int
    # By quantile, 1.0 for the largest; empty when nothing went out.
    quantiles: dict[float, float]
    # How many from one edge to the next: one more than there are edges.
    bars: list[int]


def lateness_of(*, since: datetime, until: datetime) -> Lateness:
    """Lateness of the messages planned after `since` and not after `until`."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"since": since, "until": until})
        return lateness_from(dict(cursor.fetchall()))


def lateness_from(counts: Mapping[float, int]) -> Lateness:
    """Lateness from how many messages were so many seconds late."""
    count = sum(counts.values())
    bars = [0] * (len(EDGES) + 1)
    for seconds, number in counts.items():
        bars[bisect_right(EDGES, seconds)] += number
    quantiles = {part: _quantile(counts, part * count) for part in QUANTILES} if count else {}
    return Lateness(count, quantiles, bars)


def _quantile(counts: Mapping[float, int], place: float) -> float:
    """The smallest number of seconds that so many messages were not later than."""
    passed = 0
    for seconds in sorted(counts):
        passed += counts[seconds]
        if passed >= place:
            return seconds
    raise AssertionError("more messages than there are")

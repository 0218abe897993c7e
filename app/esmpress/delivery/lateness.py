"""How late messages go out: hand-over to the provider minus the planned moment, in seconds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

QUANTILES = (0.5, 0.95, 0.99, 1.0)
# Seconds between the bars of a histogram; the last bar is everything above.
EDGES = (1, 2, 5, 10, 30, 60, 120, 300, 900)

_OF_ALL = "SELECT handed_over_at, planned_at FROM delivery_notification AS row"
_OF_STUDY = f"""{_OF_ALL}
  JOIN prompts_prompt AS prompt ON prompt.id = row.prompt_id
  JOIN participants_participant AS participant
    ON participant.id = prompt.participant_id AND participant.study_id = %(study)s"""
# A clock that was set back must not make a message go out before its time.
_STATEMENT = """
WITH late AS MATERIALIZED (
    SELECT greatest(extract(epoch FROM handed_over_at - planned_at), 0)::float AS seconds
      FROM ({rows}
             WHERE row.planned_at > %(since)s AND row.planned_at <= %(until)s
               AND row.handed_over_at IS NOT NULL) AS went)
SELECT count(*), coalesce(sum(seconds), 0),
       percentile_disc(%(quantiles)s::float[]) WITHIN GROUP (ORDER BY seconds),
       ARRAY(SELECT count(late.seconds)
               FROM generate_series(0, cardinality(%(edges)s::float[])) AS bar
               LEFT JOIN late ON width_bucket(late.seconds, %(edges)s::float[]) = bar
              GROUP BY bar ORDER BY bar)
  FROM late
"""


@dataclass(frozen=True)
class Lateness:
    """Of messages that went out: how many, and how late, in seconds."""

    count: int
    total: float
    # By quantile, 1.0 for the largest; empty when nothing went out.
    quantiles: dict[float, float]
    # How many between one edge and the next: one more than there are edges.
    bars: list[int]


def lateness_of(*, since: datetime, until: datetime, study_id: int | None = None) -> Lateness:
    """Lateness of the messages planned after `since` and not after `until`, of one study or all."""
    rows = _OF_ALL if study_id is None else _OF_STUDY
    values = {
        "since": since,
        "until": until,
        "study": study_id,
        "quantiles": list(QUANTILES),
        "edges": list(EDGES),
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT.format(rows=rows), values)
        count, total, found, bars = cursor.fetchone()
    quantiles = dict(zip(QUANTILES, found, strict=True)) if count else {}
    return Lateness(count, total, quantiles, bars)

"""What looking at a large study costs: the sweep of alerts against counting its prompts once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from django.db import connection, transaction

from benchmarks.due import forget_prompts
from benchmarks.measuring import WALL, Figure, between_floors
from benchmarks.watched import make_watched_study
from esmpress.alerts.models import AlertRule
from esmpress.alerts.watching import watch_studies
from esmpress.studies.models import Study

NOW = datetime.now(UTC)
# In the evening of the last day on which somebody was asked: answers just came.
LOOK_AT = datetime.combine(NOW.date(), time(), UTC) - timedelta(hours=3)
RULES = (
    {"kind": "compliance", "percent": 60, "days": 3, "least": 5},
    {"kind": "missed", "missed": 4},
    {"kind": "bounced"},
    {"kind": "silence", "hours": 6, "least": 10},
)
GOAL_SECONDS = 1.0
GOAL_RATIO = 4.0

# The bare figures of everybody, however they are then judged.
_FLOOR = """
SELECT participant_id, count(*) FILTER (WHERE prompts_prompt.status = 'answered'), count(*)
  FROM prompts_prompt
  JOIN participants_participant AS participant ON participant.id = participant_id
 WHERE participant.study_id = %(study)s AND prompts_prompt.status IN ('answered', 'expired')
 GROUP BY 1
"""


def alerts() -> Iterator[Figure]:
    """The whole sweep by a rule of each kind, once everything it finds is raised."""
    study = make_watched_study("alerts", participants=5_000, days=10, beeps=10, now=NOW)
    for rule in RULES:
        AlertRule.objects.create(study=study, since=NOW, **rule)
    watch_studies(now=LOOK_AT)
    taken = between_floors(
        floor=lambda: _count(study), product=lambda: watch_studies(now=LOOK_AT), clock=WALL
    )
    raised = study.alerts.count()
    yield Figure(
        name="alerts",
        what="a look at 5,000 participants with 500,000 prompts by four rules, which have raised "
        f"{raised:,} alerts; floor: count everybody's answered and missed prompts once",
        value=taken.product,
        unit="s",
        goal=f"<= {GOAL_SECONDS:g} s and <= {GOAL_RATIO:g} x floor",
        is_met=taken.product <= GOAL_SECONDS and taken.ratio <= GOAL_RATIO,
        floor=taken.floor,
        ratio=taken.ratio,
    )
    forget_prompts()


@transaction.atomic
def _count(study: Study) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_FLOOR, {"study": study.pk})
        cursor.fetchall()

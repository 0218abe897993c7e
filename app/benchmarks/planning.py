"""The planner: 56,000 rows into the indexed table, beside a bare COPY of the same rows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.db import connection

from benchmarks.measuring import WALL, Figure, between_floors
from benchmarks.rows import add_participants, make_study
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.studies.launching import launch

PARTICIPANTS, PROMPTS = 2_800, 10
GOAL_SECONDS, GOAL_SHARE = 1.6, 0.5
# The evening before the first day: the horizon reaches over exactly two whole days.
NOW = datetime(2027, 1, 10, 23, 0, tzinfo=UTC)
LAUNCHED_AT = datetime(2027, 1, 10, 12, 0, tzinfo=UTC)


def plan() -> Iterator[Figure]:
    """Rows planned and inserted, against the rows alone."""
    study = make_study("planned", prompts_per_day=PROMPTS)
    launch(study, now=LAUNCHED_AT)
    add_participants(study, PARTICIPANTS, now=LAUNCHED_AT)
    plan_study(study, now=NOW)
    rows = Prompt.objects.count()
    copied = _copy_out()
    measured = between_floors(
        floor=lambda: _copy_in(copied),
        product=lambda: plan_study(study, now=NOW),
        clock=WALL,
        reset=_empty,
    )
    share = 1 / measured.ratio
    yield Figure(
        name="plan",
        what=f"{rows:,} prompts planned into the indexed table ({share:.2f} of the rate of COPY)",
        value=measured.product,
        unit="s",
        goal=f"<= {GOAL_SECONDS} s, rate >= {GOAL_SHARE} of COPY",
        is_met=measured.product <= GOAL_SECONDS and share >= GOAL_SHARE,
        floor=measured.floor,
        ratio=measured.ratio,
    )


def _copy_out() -> bytes:
    """The planned rows in COPY's own form; empties the table."""
    with connection.cursor() as cursor, cursor.copy("COPY prompts_prompt TO STDOUT") as copy:
        rows = b"".join(bytes(piece) for piece in copy)
    _empty()
    return rows


def _copy_in(rows: bytes) -> None:
    with connection.cursor() as cursor, cursor.copy("COPY prompts_prompt FROM STDIN") as copy:
        copy.write(rows)


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE prompts_prompt CASCADE")
    Participant.objects.update(planned_through=None)

"""Paths of several schedules for tests, and what every plan of them has to keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from esmpress.sampling.day import PlannedDay, plan_dates
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.schemes import parse_scheme
from tests.sampling.builders import SEED, WARSAW

MONDAY = date(2027, 1, 4)


def path_of(*schemes: dict[str, Any]) -> list[Placed]:
    """Return the schemes as schedules 1, 2, ... from study day 1 on."""
    return [
        Placed(number, f"schedule {number}", parse_scheme({"response_window_minutes": 20} | scheme))
        for number, scheme in enumerate(schemes, start=1)
    ]


def plan_days(
    path: list[Placed],
    first: date = MONDAY,
    days: int = 1,
    *,
    person: Person | None = None,
    start_date: date | None = None,
) -> list[PlannedDay]:
    return list(
        plan_dates(
            path,
            start_date=start_date or first,
            first=first,
            last=first + timedelta(days=days - 1),
            person=person or Person(1, WARSAW),
            seed=SEED,
        )
    )


def too_close(path: list[Placed], days: Iterable[PlannedDay]) -> list[tuple[Any, Any]]:
    """Return neighbours in time that are nearer than the larger gap of their schedules."""
    gaps = {placed.schedule: placed.scheme.min_gap_minutes for placed in path}
    moments = sorted(
        (prompt.scheduled_at, schedule)
        for day in days
        for schedule, prompts in day.prompts.items()
        for prompt in prompts
    )
    return [
        (earlier, later)
        for earlier, later in pairwise(moments)
        if later[0] - earlier[0] < timedelta(minutes=max(gaps[earlier[1]], gaps[later[1]]))
    ]

"""Many participants at once get what each of them gets alone."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from esmpress.sampling.clock import occurs_twice, offset_minutes, to_instant
from esmpress.sampling.day import plan_date
from esmpress.sampling.many import plan_many, read_clock
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from tests.sampling.builders import SEED, WARSAW, window
from tests.sampling.paths import MONDAY, path_of

PEOPLE = [(number, MONDAY - timedelta(days=number % 3)) for number in range(1, 40)]
BLOCKS = {
    "kind": "random_in_blocks",
    "days": 400,
    "blocks": 4,
    "windows": [window("22:00", "06:00")],
}
FIXED = {"kind": "fixed", "days": 2, "times": ["20:00", "21:30"]}
BURSTS = {"length_days": 4, "per_month": 2, "min_days_between": 7}
CLOCK_CHANGES = [date(2027, 3, 27), date(2027, 3, 28), date(2027, 10, 30), date(2027, 10, 31)]


def drawn(path: list[Placed], on: date, zone: ZoneInfo = WARSAW) -> dict[tuple[int, int], Any]:
    """Return the instants of each person's schedules, from the batches."""
    planned = plan_many(path, on=on, people=PEOPLE, time_zone=zone, wake=None, seed=SEED)
    assert planned.alone == ()
    return {
        (PEOPLE[place][0], batch.placed.schedule): [to_instant(on, int(m)) for m in minutes]
        for batch in planned.batches
        for place, minutes in zip(batch.people, batch.minutes, strict=True)
    }


def alone(path: list[Placed], on: date, zone: ZoneInfo = WARSAW) -> dict[tuple[int, int], Any]:
    """Return the same, one person after another."""
    found: dict[tuple[int, int], Any] = {}
    for number, start_date in PEOPLE:
        person = Person(number, zone)
        day = plan_date(path, start_date=start_date, on=on, person=person, seed=SEED)
        found |= {(number, s): [p.scheduled_at for p in day.prompts[s]] for s in day.prompts}
    return found


@pytest.mark.parametrize("on", [MONDAY, *CLOCK_CHANGES])
@pytest.mark.parametrize("schemes", [[BLOCKS], [FIXED, BLOCKS], [BLOCKS | {"bursts": BURSTS}]])
def test_many_at_once_get_what_each_gets_alone(on: date, schemes: list[dict[str, Any]]) -> None:
    path = path_of(*schemes)

    together = drawn(path, on)

    assert together == alone(path, on)


def test_nobody_is_planned_at_once_if_the_night_before_matters() -> None:
    scheme = {"kind": "random", "days": 400, "prompts_per_day": 3, "min_gap_minutes": 120}

    planned = plan_many(
        path_of(scheme), on=MONDAY, people=PEOPLE, time_zone=WARSAW, wake=None, seed=SEED
    )

    # On study day 1 there is no night before.
    begins = [place for place, (_, start_date) in enumerate(PEOPLE) if start_date == MONDAY]
    assert sorted(planned.alone) == [p for p in range(len(PEOPLE)) if p not in begins]
    assert sorted(planned.batches[0].people.tolist()) == begins


def test_nobody_is_planned_at_once_if_schedules_are_drawn_together() -> None:
    random = {"kind": "random", "days": 400, "prompts_per_day": 1, "min_gap_minutes": 30}
    scheme = random | {"windows": [window("09:00", "12:00")]}

    planned = plan_many(
        path_of(scheme, scheme), on=MONDAY, people=PEOPLE, time_zone=WARSAW, wake=None, seed=SEED
    )

    assert planned.batches == ()
    assert sorted(planned.alone) == list(range(len(PEOPLE)))


def test_a_schedule_without_room_is_left_out_for_everybody() -> None:
    scheme = BLOCKS | {"windows": "participant"}

    planned = plan_many(
        path_of(scheme), on=MONDAY, people=PEOPLE, time_zone=WARSAW, wake=None, seed=SEED
    )

    assert planned.batches == ()
    assert sorted(place for place, _ in planned.left_out) == list(range(len(PEOPLE)))


@pytest.mark.parametrize("zone", ["Europe/Warsaw", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_the_clock_is_read_alike_for_many_minutes(zone: str) -> None:
    time_zone, minutes = ZoneInfo(zone), np.arange(-1440, 2880, 7).reshape(2, -1)[:, :300]

    for first, _ in pairwise(date(2027, 1, 1) + timedelta(days=n) for n in range(0, 366, 5)):
        offsets, twice = read_clock(first, time_zone, minutes)

        instants = [to_instant(first, int(minute)) for minute in minutes.ravel()]
        assert offsets.ravel().tolist() == [offset_minutes(i, time_zone) for i in instants]
        assert twice.ravel().tolist() == [occurs_twice(i, time_zone) for i in instants]

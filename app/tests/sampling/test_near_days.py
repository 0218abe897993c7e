"""Gaps over nights, clock changes and days of rest, for everybody at once and one by one."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.checking import clock_change_failures, infeasibilities
from esmpress.sampling.clock import to_instant
from esmpress.sampling.day import PlannedDay
from esmpress.sampling.design import parse_design
from esmpress.sampling.many import plan_many
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from tests.sampling.builders import SEED, WARSAW, fixed_json, refusal_of, window
from tests.sampling.paths import MONDAY, path_of, plan_days, too_close

NIGHTS = fixed_json(times=["07:00", "23:00"], min_gap_minutes=480)
CLOCK_CHANGE = date(2027, 3, 28)


def random_json(start: str, end: str, count: int, gap: int, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "random",
        "days": 40,
        "prompts_per_day": count,
        "windows": [window(start, end)],
        "min_gap_minutes": gap,
    } | fields


def moments_of(days: list[PlannedDay]) -> list[str]:
    return [f"{p.scheduled_at:%d %H:%M}" for day in days for ps in day.prompts.values() for p in ps]


def drawn_at_once(path: list[Placed], on: date) -> tuple[list[datetime], tuple[int, ...]]:
    """Return the instants of a batch, and who has to be planned alone."""
    planned = plan_many(path, on=on, people=[(1, MONDAY)], time_zone=WARSAW, wake=None, seed=SEED)
    instants = [to_instant(on, int(m)) for batch in planned.batches for m in batch.minutes[0]]
    return instants, planned.alone


def test_a_fixed_time_the_clock_change_brings_too_close_is_left_out_and_said_so() -> None:
    path = path_of(NIGHTS)

    days = plan_days(path, CLOCK_CHANGE - timedelta(days=1), 2)

    assert moments_of(days) == ["27 06:00", "27 22:00", "28 21:00"]
    assert [(one.schedule, one.beep) for one in days[1].left_out] == [(1, 1)]
    assert (
        "420 minutes apart, which is less than min_gap_minutes, 480" in days[1].left_out[0].reason
    )


def test_nobody_is_planned_at_once_on_a_date_that_leaves_a_fixed_time_out() -> None:
    instants, alone = drawn_at_once(path_of(NIGHTS), CLOCK_CHANGE)

    assert (instants, alone) == ([], (0,))


def test_fixed_times_of_two_schedules_a_clock_change_brings_together_are_announced() -> None:
    night = {"name": "night", "min_gap_minutes": 90, "times": ["01:30"]}
    early = {"name": "early", "times": ["03:30"]}
    design = parse_design({"schedules": [fixed_json(**night), fixed_json(**early)]})

    failures = clock_change_failures(design, WARSAW, today=date(2027, 1, 1))

    assert infeasibilities(design) == []
    assert len(failures) == 1
    assert "“night” and “early” ask 60 minutes apart" in failures[0]


def test_the_gap_holds_over_a_day_of_rest() -> None:
    days_with = [window("08:00", "22:00", ("mon", "wed")), window("00:00", "12:00", ("thu",))]
    path = path_of(random_json("", "", 1, 1440, windows=days_with))

    days = plan_days(path, MONDAY, 28)

    assert not too_close(path, days)
    assert not any(day.left_out for day in days)
    for ahead in range(28):
        on = MONDAY + timedelta(days=ahead)
        assert plan_days(path, on, start_date=MONDAY)[0] == days[ahead]


def test_a_window_that_reaches_over_a_whole_day_of_rest_is_kept_apart_from_the_day_after() -> None:
    path = path_of(
        random_json("22:00", "21:00", 3, 240, windows=[window("22:00", "21:00", ("mon",))]),
        random_json("00:00", "12:00", 1, 240, weekdays=["wed"]),
    )
    wednesday = MONDAY + timedelta(days=2)

    runs = [plan_days(path, MONDAY, 3, person=Person(n, WARSAW)) for n in range(150)]

    assert not any(too_close(path, run) for run in runs)
    alone = [
        plan_days(path, wednesday, start_date=MONDAY, person=Person(n, WARSAW)) for n in range(150)
    ]
    assert [days[0] for days in alone] == [run[2] for run in runs]
    assert drawn_at_once(path, wednesday) == ([], (0,))


def test_a_gap_of_a_day_leaves_room_for_a_shorter_day_of_the_same_week() -> None:
    week = [
        window("08:00", "22:00", ("mon", "tue", "wed", "thu", "fri")),
        window("08:00", "20:00", ("sat", "sun")),
    ]
    path = path_of(random_json("", "", 1, 1440, windows=week))

    days = plan_days(path, MONDAY, 40)

    assert sum(len(day.prompts[1]) for day in days) == 40
    assert not too_close(path, days)


def test_prompts_of_the_next_day_can_come_before_those_of_a_night() -> None:
    path = path_of(
        random_json("23:55", "00:10", 1, 4),
        random_json("00:00", "00:07", 1, 2),
    )
    utc = ZoneInfo("UTC")

    drawn = Counter(
        (plan_days(path, MONDAY, 2, person=Person(n, utc))[0].prompts[1][0].scheduled_at)
        for n in range(600)
    )

    last = datetime(2027, 1, 5, 0, 9, tzinfo=UTC)
    assert max(drawn) == last
    # Three minutes past midnight would leave the other schedule no minute.
    assert len(drawn) == 14


def test_a_night_with_a_prompt_of_the_next_day_between_its_own_is_feasible() -> None:
    blocks = [{"from": "20:00", "to": "21:00"}, {"from": "02:00", "to": "03:00"}]
    night = {"name": "night", "kind": "random_in_blocks", "days": 9, "blocks": blocks}
    night |= {"windows": [window("20:00", "04:00")], "min_gap_minutes": 90}
    early = fixed_json(name="early", times=["00:30"], jitter_minutes=30, days=9)

    design = parse_design({"schedules": [night | {"response_window_minutes": 20}, early]})

    assert infeasibilities(design) == []


def test_excluded_dates_hide_no_collision_from_the_launch_check() -> None:
    dates = [f"2027-01-{day:02}" for day in range(4, 14)]
    first = fixed_json(name="a", times=["10:00"], min_gap_minutes=60, days=3)
    second = fixed_json(name="b", times=["10:30"], days=3, excluded_dates=dates)

    (sentence,) = infeasibilities(parse_design({"schedules": [first, second]}))

    assert "“a” and “b” ask 30 minutes apart" in sentence


@pytest.mark.parametrize("minutes", [1441, 10080])
def test_a_gap_of_more_than_a_day_is_refused(minutes: int) -> None:
    sentence = refusal_of(fixed_json(min_gap_minutes=minutes))

    assert sentence == f"min_gap_minutes: write at most 1440 (not {minutes})."


def test_bursts_of_another_phase_have_numbers_of_their_own() -> None:
    bursts = {"length_days": 4, "per_month": 1}
    phases = [{"name": "one", "days": 91}, {"name": "two", "days": 91}]
    schedules = [
        fixed_json(name=name, phase=name, days=91, times=["10:00"], bursts=bursts)
        for name in ("one", "two")
    ]
    path = list(parse_design({"phases": phases, "schedules": schedules}).path())

    differ = 0
    for number in range(1, 21):
        days = plan_days(path, MONDAY, 182, person=Person(number, WARSAW))
        asked = [day.study_day for day in days if any(day.prompts.values())]
        differ += [d for d in asked if d <= 91] != [d - 91 for d in asked if d > 91]

    assert differ >= 15

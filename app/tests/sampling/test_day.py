"""A day of several schedules: the gap holds everywhere, and every feasible day is as likely."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.sampling.curves import day_probabilities
from esmpress.sampling.day import PlannedDay, Taken, plan_date
from esmpress.sampling.person import Person
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import Span
from tests.sampling.builders import SEED, WARSAW, plan, window
from tests.sampling.paths import MONDAY, path_of, plan_days, too_close

DAYS = 400
SPRING, AUTUMN = date(2027, 3, 27), date(2027, 10, 30)
ZONES = ["Europe/Warsaw", "Europe/Vienna", "America/New_York", "Australia/Lord_Howe"]


def random_times(start: str, end: str, count: int, gap: int = 0, **fields: Any) -> dict[str, Any]:
    return {
        "kind": "random",
        "days": DAYS,
        "prompts_per_day": count,
        "windows": [window(start, end)],
        "min_gap_minutes": gap,
    } | fields


def fixed_times(*times: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "fixed", "days": DAYS, "times": list(times)} | fields


def interval(start: str, end: str, every: int, **fields: Any) -> dict[str, Any]:
    windows = [window(start, end)]
    return {"kind": "interval", "days": DAYS, "windows": windows, "every_minutes": every} | fields


def clock_times(day: PlannedDay) -> dict[int, list[str]]:
    return {s: [f"{p.scheduled_local:%H:%M}" for p in ps] for s, ps in day.prompts.items()}


def test_a_schedule_alone_is_drawn_like_a_single_scheme() -> None:
    path = path_of(random_times("09:00", "21:00", 6, gap=60))

    (day,) = plan_days(path, MONDAY + timedelta(days=3), start_date=MONDAY)

    assert day.prompts[1] == plan(path[0].scheme, MONDAY + timedelta(days=3), study_day=4)


def test_random_prompts_keep_their_gap_to_a_fixed_time_that_asks_for_none() -> None:
    path = path_of(random_times("18:00", "22:00", 2, gap=60), fixed_times("20:00"))

    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(300)]

    minutes = {p.scheduled_local.time() for day in days for p in day.prompts[1]}
    assert not any(too_close(path, [day]) for day in days)
    assert {clock_times(day)[2][0] for day in days} == {"20:00"}
    assert min(minutes).hour == 18
    assert max(minutes).hour == 21


def test_random_prompts_of_two_schedules_keep_the_larger_gap() -> None:
    path = path_of(
        random_times("09:00", "12:00", 3, gap=40), random_times("08:00", "13:00", 1, gap=15)
    )

    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(300)]

    assert not any(too_close(path, [day]) for day in days)
    assert all(len(day.prompts[1]) == 3 and len(day.prompts[2]) == 1 for day in days)


def test_the_gap_holds_across_midnight() -> None:
    path = path_of(random_times("00:00", "24:00", 4, gap=300))

    days = plan_days(path, days=60)

    assert sum(len(day.prompts[1]) for day in days) == 240
    assert not too_close(path, days)


@pytest.mark.parametrize("time", ["00:30", "23:30"])
def test_the_gap_holds_to_fixed_times_of_the_day_before_and_after(time: str) -> None:
    path = path_of(random_times("00:00", "24:00", 2, gap=120), fixed_times(time))

    days = plan_days(path, days=60)

    assert sum(len(day.prompts[1]) for day in days) == 120
    assert sum(len(day.prompts[2]) for day in days) == 60
    assert not too_close(path, days)


def test_the_gap_to_yesterdays_fixed_time_needs_nothing_that_stands() -> None:
    path = path_of(random_times("00:00", "12:00", 1, gap=120), fixed_times("23:30"))
    tuesday = MONDAY + timedelta(days=1)

    days = [
        plan_date(path, start_date=MONDAY, on=tuesday, person=Person(n, WARSAW), seed=SEED)
        for n in range(300)
    ]

    times = [day.prompts[1][0].scheduled_local for day in days]
    assert min(f"{time:%H:%M}" for time in times) >= "01:30"


def test_windows_one_minute_short_of_the_gap_are_drawn_together() -> None:
    path = path_of(random_times("09:58", "10:00", 1, gap=30), random_times("10:28", "10:30", 1))

    drawn = Counter(
        tuple(
            times[0] for times in clock_times(plan_days(path, person=Person(n, WARSAW))[0]).values()
        )
        for n in range(300)
    )

    assert set(drawn) == {("09:58", "10:28"), ("09:58", "10:29"), ("09:59", "10:29")}


@pytest.mark.parametrize("start", [SPRING, AUTUMN, date(2027, 3, 13), date(2027, 11, 6)])
@pytest.mark.parametrize("zone", ZONES)
def test_the_gap_holds_in_elapsed_minutes_over_clock_changes(zone: str, start: date) -> None:
    path = path_of(random_times("22:00", "21:00", 8, gap=90), fixed_times("02:30"))

    for number in range(20):
        days = plan_days(path, start, 4, person=Person(number, ZoneInfo(zone)))

        assert not too_close(path, days)
        assert [len(day.prompts[1]) for day in days] == [8] * 4


def test_every_pair_of_days_has_its_share_given_the_first_day() -> None:
    scheme = random_times("23:56", "23:55", 1, gap=1438, windows=[window("23:55", "00:01")])
    path = path_of(scheme | {"min_gap_minutes": 1438})

    pairs = Counter(
        tuple(
            (p.scheduled_at - datetime(2027, 1, 4, 22, 55, tzinfo=UTC)) // timedelta(minutes=1)
            for day in plan_days(path, days=2, person=Person(n, WARSAW))
            for p in day.prompts[1]
        )
        for n in range(9000)
    )

    feasible = [(a, 1440 + b) for a, b in product(range(6), range(6)) if 1440 + b - a >= 1438]
    by_first = Counter(first for first, _ in feasible)
    shares = {pair: 9000 / len(by_first) / by_first[pair[0]] for pair in feasible}
    chi_square = sum((pairs[pair] - share) ** 2 / share for pair, share in shares.items())
    assert set(pairs) == set(feasible)
    assert chi_square < len(shares) + 4 * (2 * len(shares)) ** 0.5


def test_a_day_leaves_room_for_a_tight_next_day() -> None:
    late = random_times("20:00", "24:00", 1, gap=60, weekdays=["mon"])
    early = random_times("00:00", "00:10", 1, weekdays=["tue"])
    path = path_of(late, early)

    days = [plan_days(path, days=2, person=Person(n, WARSAW)) for n in range(400)]

    latest = max(two[0].prompts[1][0].scheduled_local for two in days)
    assert all(len(two[1].prompts[2]) == 1 and not two[1].left_out for two in days)
    assert f"{latest:%d %H:%M}" == "04 23:09"
    assert not any(too_close(path, two) for two in days)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 20), st.integers(1, 60), st.sampled_from([0, 60, 200, 400]))
def test_a_replay_of_any_day_equals_the_whole_run(ahead: int, number: int, gap: int) -> None:
    path = path_of(random_times("00:00", "24:00", 3, gap=gap))
    whole = plan_days(path, SPRING - timedelta(days=5), 21, person=Person(number, WARSAW))

    on = SPRING - timedelta(days=5) + timedelta(days=ahead)
    (alone,) = plan_days(
        path, on, start_date=SPRING - timedelta(days=5), person=Person(number, WARSAW)
    )

    assert alone == whole[ahead]


def test_a_prompt_that_stands_keeps_others_away() -> None:
    path = path_of(random_times("09:00", "12:00", 2, gap=30))
    stands = Taken(datetime(2027, 1, 4, 9, 30, 20, tzinfo=UTC), gap=45)

    for number in range(200):
        day = plan_with(path, [stands], number)

        moments = [p.scheduled_at for p in day.prompts[1]]
        assert len(moments) == 2
        assert all(abs(at - stands.at) >= timedelta(minutes=45) for at in moments)


def plan_with(path: Any, taken: list[Taken], number: int = 1) -> PlannedDay:
    person = Person(number, WARSAW)
    return plan_date(path, start_date=MONDAY, on=MONDAY, person=person, seed=SEED, taken=taken)


def test_blocks_without_a_minute_left_are_left_out_and_said_so() -> None:
    blocks = {"kind": "random_in_blocks", "days": 5, "blocks": 3, "min_gap_minutes": 30}
    path = path_of(blocks | {"windows": [window("09:00", "12:00")]})
    stands = [Taken(datetime(2027, 1, 4, 9, 30, tzinfo=UTC), gap=40)]

    day = plan_with(path, stands)

    assert [prompt.beep for prompt in day.prompts[1]] == [1, 3]
    assert [(one.schedule, one.beep) for one in day.left_out] == [(1, 2)]
    assert "min_gap_minutes" in day.left_out[0].reason


def test_a_block_left_out_does_not_change_the_others() -> None:
    blocks = {"kind": "random_in_blocks", "days": 5, "blocks": 3}
    path = path_of(blocks | {"windows": [window("09:00", "12:00")]})

    day = plan_with(path, [Taken(datetime(2027, 1, 4, 9, 30, tzinfo=UTC), gap=31)])

    undisturbed = plan_with(path, []).prompts[1]
    assert day.prompts[1] == [undisturbed[0], undisturbed[2]]


def test_what_does_not_fit_after_a_prompt_that_stands_is_left_out_from_the_front() -> None:
    path = path_of(random_times("09:00", "12:00", 3, gap=60))
    stands = [Taken(datetime(2027, 1, 4, 8, 30, tzinfo=UTC), gap=60)]

    day = plan_with(path, stands)

    assert [prompt.beep for prompt in day.prompts[1]] == [2, 3]
    assert [one.beep for one in day.left_out] == [1]
    assert day.prompts[1][0].scheduled_at >= datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


def test_a_fixed_time_too_close_to_a_prompt_that_stands_is_left_out() -> None:
    path = path_of(fixed_times("10:00", "15:00", min_gap_minutes=60))

    day = plan_with(path, [Taken(datetime(2027, 1, 4, 8, 15, tzinfo=UTC), gap=0)])

    assert clock_times(day) == {1: ["15:00"]}
    assert [(one.schedule, one.beep) for one in day.left_out] == [(1, 1)]


def test_an_interval_has_one_offset_for_the_whole_day() -> None:
    path = path_of(interval("09:00", "12:30", 60, random_offset=True))

    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(600)]

    minutes = [{p.scheduled_local.minute for p in day.prompts[1]} for day in days]
    assert all(len(of) == 1 for of in minutes)
    assert {minute for of in minutes for minute in of} == set(range(60))
    assert {len(day.prompts[1]) for day in days} == {3, 4}


def test_an_interval_keeps_its_gap_to_a_fixed_time() -> None:
    path = path_of(
        interval("09:00", "13:00", 60, random_offset=True, min_gap_minutes=25),
        fixed_times("11:00"),
    )

    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(300)]

    assert not any(too_close(path, [day]) for day in days)
    assert {d.prompts[1][0].scheduled_local.minute for d in days} == set(range(25, 36))


def test_an_interval_keeps_its_gap_to_what_comes_after_its_window() -> None:
    path = path_of(
        interval("09:00", "12:30", 60, random_offset=True, min_gap_minutes=25),
        fixed_times("12:45"),
    )

    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(600)]

    offsets = {day.prompts[1][0].scheduled_local.minute for day in days}
    assert offsets == {*range(21), *range(30, 60)}


def test_an_interval_goes_on_around_prompts_that_leave_no_offset() -> None:
    path = path_of(interval("09:00", "12:00", 60, random_offset=True, min_gap_minutes=40))

    day = plan_with(path, [Taken(datetime(2027, 1, 4, 9, 30, tzinfo=UTC), gap=0)])

    assert len(day.prompts[1]) + len(day.left_out) == 3
    assert 1 <= len(day.prompts[1]) <= 2


def test_a_maximum_gap_beside_another_drawn_schedule_is_refused() -> None:
    path = path_of(
        random_times("09:00", "12:00", 3, gap=20, max_gap_minutes=90),
        random_times("09:00", "12:00", 1),
    )

    (day,) = plan_days(path)

    assert day.prompts == {}
    assert {one.schedule for one in day.left_out} == {1, 2}
    assert all("max_gap_minutes" in one.reason for one in day.left_out)


def test_a_block_another_schedule_fills_is_refused_for_everybody() -> None:
    path = path_of(random_times("10:00", "11:00", 1, gap=45), fixed_times("10:30"))

    (day,) = plan_days(path)

    assert clock_times(day) == {2: ["10:30"]}
    assert [one.schedule for one in day.left_out] == [1]


def test_unknown_wake_times_leave_out_only_the_schedule_that_needs_them() -> None:
    own = random_times("09:00", "12:00", 2, windows="participant")
    path = path_of(own, fixed_times("10:30"))
    wake = WakeTimes.every_day(Span.model_validate({"from": "08:00", "to": "22:00"}))

    (unknown,), (known,) = plan_days(path), plan_days(path, person=Person(1, WARSAW, wake))

    assert clock_times(unknown) == {2: ["10:30"]}
    assert "wake_times" in unknown.left_out[0].reason
    assert len(known.prompts[1]) == 2


def test_curves_of_schedules_near_each_other_match_what_is_drawn() -> None:
    path = path_of(
        random_times("09:00", "11:00", 2, gap=20),
        random_times("09:30", "11:30", 1, gap=10),
        fixed_times("10:15"),
        interval("20:00", "22:00", 40, random_offset=True),
    )
    days = [plan_days(path, person=Person(n, WARSAW))[0] for n in range(4000)]

    curves = day_probabilities(
        path, start_date=MONDAY, on=MONDAY, person=Person(1, WARSAW), seed=SEED
    )

    midnight = datetime(2027, 1, 4, tzinfo=UTC)
    for schedule in (1, 2, 3, 4):
        for index, curve in enumerate(curves[schedule]):
            at = [day.prompts[schedule][index].scheduled_at for day in days]
            minutes = np.array([(one - midnight) // timedelta(minutes=1) for one in at])
            counts = np.bincount(minutes - curve.start, minlength=len(curve.probabilities))
            expected = 4000 * curve.probabilities
            assert counts[expected == 0].sum() == 0
            common = expected >= 5
            chi = float(((counts - expected)[common] ** 2 / expected[common]).sum())
            assert chi < common.sum() + 4 * (2 * common.sum()) ** 0.5

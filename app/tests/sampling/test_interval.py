from datetime import date, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.feasibility import check_feasible, cut_date
from esmpress.sampling.person import Person
from esmpress.sampling.schemes import parse_scheme, parse_wake_times
from esmpress.sampling.tables import InfeasibleDesign
from tests.sampling.builders import WARSAW, local_times, plan, refusal_of, window
from tests.sampling.paths import path_of, plan_days

MONDAY = date(2027, 1, 4)


def interval(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "interval",
        "days": 400,
        "every_minutes": 60,
        "windows": [window("09:00", "12:00")],
        "response_window_minutes": 20,
    } | fields


def clock_times(number: int = 1, on: date = MONDAY, **fields: Any) -> list[str]:
    (day,) = plan_days(path_of(interval(**fields)), on, person=Person(number, WARSAW))
    assert not day.left_out
    return [f"{prompt.scheduled_local:%H:%M}" for prompt in day.prompts[1]]


def test_prompts_begin_with_the_window_and_end_before_its_end() -> None:
    assert clock_times() == ["09:00", "10:00", "11:00"]
    assert clock_times(windows=[window("09:00", "12:01")])[-1] == "12:00"
    assert clock_times(every_minutes=200) == ["09:00"]


def test_prompts_go_on_after_midnight() -> None:
    assert clock_times(windows=[window("22:30", "02:00")]) == ["22:30", "23:30", "00:30", "01:30"]


def test_a_random_offset_moves_all_prompts_of_a_day_alike() -> None:
    days = [clock_times(n, random_offset=True) for n in range(600)]

    minutes = {int(time[-2:]) for day in days for time in day}
    assert minutes == set(range(60))
    assert all(len(day) == 3 and len({time[-2:] for time in day}) == 1 for day in days)


def test_the_last_interval_may_end_too_early_for_a_late_offset() -> None:
    fields: dict[str, Any] = {"random_offset": True, "windows": [window("09:00", "11:30")]}

    days = [clock_times(n, **fields) for n in range(300)]

    assert all(len(day) == (3 if int(day[0][-2:]) < 30 else 2) for day in days)


@pytest.mark.parametrize(
    ("on", "times"),
    [
        (date(2027, 3, 28), ["01:00", "03:00", "04:00"]),
        (date(2027, 10, 31), ["01:00", "02:00", "02:00", "03:00", "04:00"]),
    ],
)
def test_intervals_are_elapsed_time_when_clocks_change(on: date, times: list[str]) -> None:
    scheme = parse_scheme(interval(windows=[window("01:00", "05:00")]))

    prompts = plan(scheme, on)

    assert local_times(prompts) == [f"{on:%m-%d} {time}" for time in times]
    gaps = {later.scheduled_at - earlier.scheduled_at for earlier, later in pairwise(prompts)}
    assert gaps == {timedelta(hours=1)}


def test_a_window_that_begins_in_a_clock_gap_begins_after_it_and_says_so() -> None:
    scheme = parse_scheme(interval(windows=[window("02:30", "05:00")]))

    prompts = plan(scheme, date(2027, 3, 28))

    assert [(f"{p.scheduled_local:%H:%M}", p.dst) for p in prompts] == [
        ("03:00", "gap"),
        ("04:00", ""),
    ]


def test_every_prompt_has_a_number_of_the_day_even_when_the_clock_goes_back() -> None:
    scheme = parse_scheme(interval(every_minutes=12, windows=None))

    assert len(plan(scheme, date(2027, 10, 31))) == 125


def test_the_own_day_is_checked_once_it_is_known() -> None:
    scheme = parse_scheme(interval(every_minutes=11, windows="participant"))
    short = parse_wake_times({"mon": {"from": "08:00", "to": "22:00"}})
    long = parse_wake_times({"mon": {"from": "01:00", "to": "24:00"}})

    check_feasible(scheme)
    check_feasible(scheme, short)

    with pytest.raises(InfeasibleDesign, match=r"every_minutes: 11 .* 01:00-24:00 on mon\.$"):
        check_feasible(scheme, long)
    with pytest.raises(InfeasibleDesign, match=r"every_minutes: 11 .* on 2027-01-04 in UTC\.$"):
        cut_date(scheme, MONDAY, ZoneInfo("UTC"), long)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"every_minutes": 0}, "every_minutes: write at least 1 (not 0)."),
        ({"every_minutes": 1441}, "every_minutes: write at most 1440 (not 1441)."),
        ({"random_offset": 1}, "random_offset: write true or false (not 1)."),
        ({"random_offset": "yes"}, 'random_offset: write true or false (not "yes").'),
        (
            {"every_minutes": 1},
            "every_minutes: 1 can give more than 128 prompts between 09:00-12:00.",
        ),
        (
            {"every_minutes": 2, "windows": [window("09:00", "12:17")]},
            "every_minutes: 2 can give more than 128 prompts between 09:00-12:17.",
        ),
        (
            {"every_minutes": 60, "min_gap_minutes": 61},
            "every_minutes: 60 is less than min_gap_minutes, 61.",
        ),
        (
            {"every_minutes": 60, "max_gap_minutes": 59},
            "every_minutes: 60 is more than max_gap_minutes, 59.",
        ),
        (
            {"every_minutes": 181, "random_offset": True},
            "every_minutes: 181 minutes do not fit between 09:00-12:00, so some days would have "
            "no prompt.",
        ),
    ],
)
def test_a_malformed_field_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(interval(**fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {"every_minutes": 60, "min_gap_minutes": 60, "max_gap_minutes": 60},
        {"every_minutes": 180, "random_offset": True},
        # 128 prompts on the day the clock goes back, when it has an hour more.
        {"every_minutes": 2, "windows": [window("09:00", "12:16")]},
    ],
)
def test_an_interval_at_the_very_limit_is_accepted(fields: dict[str, Any]) -> None:
    check_feasible(parse_scheme(interval(**fields)))

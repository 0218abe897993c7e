from datetime import date, timedelta
from typing import Any

import pytest

from esmpress.sampling.person import Person
from esmpress.sampling.schemes import parse_scheme, parse_wake_times
from esmpress.sampling.wake_times import WakeTimes
from tests.sampling.builders import WARSAW, refusal_of, window
from tests.sampling.paths import path_of, plan_days

MONDAY = date(2027, 1, 4)


def once(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "once",
        "after_days": 2,
        "time": "10:00",
        "response_window_minutes": 1440,
    } | fields


def moments(
    *, number: int = 1, start: date = MONDAY, wake: WakeTimes | None = None, **fields: Any
) -> list[str]:
    days = plan_days(path_of(once(**fields)), start, 60, person=Person(number, WARSAW, wake))
    return [f"{p.scheduled_local:%a %m-%d %H:%M}" for day in days for p in day.prompts.get(1, [])]


def test_the_prompt_comes_so_many_days_after_day_1() -> None:
    assert moments() == ["Wed 01-06 10:00"]
    assert moments(after_days=0) == ["Mon 01-04 10:00"]
    assert moments(after_days=30) == ["Wed 02-03 10:00"]


def test_it_waits_for_a_weekday_and_for_a_date_that_is_not_excluded() -> None:
    assert moments(weekdays=["mon", "tue"]) == ["Mon 01-11 10:00"]
    assert moments(excluded_dates=["2027-01-06", "2027-01-07"]) == ["Fri 01-08 10:00"]
    assert moments(weekdays=["wed"], excluded_dates=["2027-01-06", "2027-01-13", "2027-01-20"]) == [
        "Wed 01-27 10:00"
    ]


def test_it_waits_for_a_weekday_with_a_window() -> None:
    windows = [window("09:00", "10:00", ("sun",))]

    (moment,) = moments(time=None, windows=windows)

    assert moment.startswith("Sun 01-10 09:")


def test_it_waits_for_a_day_of_the_participant() -> None:
    wake = parse_wake_times({"fri": {"from": "07:00", "to": "08:00"}})

    (moment,) = moments(time=None, windows="participant", wake=wake)

    assert moment.startswith("Fri 01-08 07:")


def test_a_minute_of_the_window_is_drawn() -> None:
    fields: dict[str, Any] = {"time": None, "windows": [window("09:00", "09:05")]}

    drawn = {moments(number=n, **fields)[0] for n in range(80)}

    assert drawn == {f"Wed 01-06 09:0{minute}" for minute in range(5)}


def test_a_time_in_a_clock_gap_moves_to_its_end_and_is_flagged() -> None:
    path = path_of(once(after_days=1, time="02:30"))

    days = plan_days(path, date(2027, 3, 27), 3)

    (prompt,) = [p for day in days for p in day.prompts.get(1, [])]
    assert (f"{prompt.scheduled_local:%m-%d %H:%M}", prompt.dst) == ("03-28 03:00", "gap")


@pytest.mark.parametrize("first", range(7))
def test_it_has_one_day_whatever_weekday_the_study_begins_on(first: int) -> None:
    scheme = parse_scheme(once(after_days=3, weekdays=["thu"]))
    start = MONDAY + timedelta(days=first)

    days = [
        day
        for day in range(1, scheme.last_day + 1)
        if scheme.has_prompts_on(day, start + timedelta(days=day - 1), first_date=start)
    ]

    (day,) = days
    assert 4 <= day <= 10
    assert (start + timedelta(days=day - 1)).weekday() == 3


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"after_days": -1}, "after_days: write at least 0 (not -1)."),
        ({"days": 7}, "days: there is no such field."),
        ({"bursts": None}, "bursts: there is no such field."),
        ({"time": None}, "time: write a time of day, or windows to draw one from."),
        ({"windows": "participant"}, "windows: give a time or windows, not both."),
        (
            {"time": "24:00"},
            'time: write a time of day as HH:MM, from 00:00 to 23:59 (not "24:00").',
        ),
    ],
)
def test_a_malformed_field_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(once(**fields)) == expected

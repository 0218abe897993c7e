from datetime import date, timedelta
from typing import Any

import pytest

from esmpress.sampling.schemes import parse_scheme, parse_wake_times
from esmpress.sampling.wake_times import WakeTimesUnknown
from tests.sampling.builders import fixed_json, random_in_blocks, window

MONDAY = date(2027, 1, 4)


def days_with_prompts(*, days: int = 15, wake: Any = None, **fields: Any) -> list[int]:
    scheme = parse_scheme(fixed_json(days=days, **fields))
    return [
        day
        for day in range(-2, 20)
        if scheme.has_prompts_on(
            day, MONDAY + timedelta(days=day - 1), first_date=MONDAY, wake=wake
        )
    ]


def test_a_scheme_asks_from_day_1_to_its_last_day() -> None:
    assert days_with_prompts(days=3) == [1, 2, 3]


def test_it_asks_only_on_its_weekdays_and_on_those_of_its_windows() -> None:
    night = [window("08:00", "20:00", ("sat", "sun", "mon"))]

    assert days_with_prompts(weekdays=["tue", "sun"]) == [2, 7, 9, 14]
    assert days_with_prompts(windows=night) == [1, 6, 7, 8, 13, 14, 15]
    assert days_with_prompts(windows=night, weekdays=["sun", "fri"]) == [7, 14]


def test_it_never_asks_on_an_excluded_date() -> None:
    excluded = ["2027-01-05", "2027-01-06", "2028-01-04"]

    assert days_with_prompts(days=5, excluded_dates=excluded) == [1, 4, 5]


def test_it_asks_only_on_the_days_of_bursts() -> None:
    scheme = parse_scheme(fixed_json(days=10))

    days = [
        day
        for day in range(15)
        if scheme.has_prompts_on(
            day,
            MONDAY + timedelta(days=day - 1),
            first_date=MONDAY,
            burst_days=frozenset({0, 2, 3, 10, 11}),
        )
    ]

    assert days == [2, 3, 10]


def test_the_own_day_is_asked_in_where_there_is_one_or_where_nothing_is_known() -> None:
    wake = parse_wake_times({"tue": {"from": "07:00", "to": "23:00"}})

    assert days_with_prompts(windows="participant", wake=wake, days=9) == [2, 9]
    assert days_with_prompts(windows="participant", days=3) == [1, 2, 3]


def test_the_window_of_a_weekday_is_its_own_the_participants_or_none() -> None:
    wake = parse_wake_times({"sun": {"from": "09:30", "to": "01:00"}})
    own = random_in_blocks(windows="participant", weekdays=["sun", "mon"])
    listed = random_in_blocks(windows=[window("08:00", "20:00", ("sun",))])

    assert str(own.window_on("sun", wake)) == "09:30-01:00"
    assert own.window_on("mon", wake) is own.window_on("sat") is None
    assert str(listed.window_on("sun")) == "08:00-20:00"
    assert listed.window_on("mon") is None
    with pytest.raises(WakeTimesUnknown):
        own.window_on("sun")


def test_equal_days_share_one_window_with_all_their_weekdays() -> None:
    windows = [
        window("08:00", "20:00", ("mon", "tue")),
        window("10:00", "20:00", ("sat",)),
        window("08:00", "20:00", ("wed",)),
    ]

    found = random_in_blocks(windows=windows).day_windows()

    assert [(str(w), w.weekdays) for w in found] == [
        ("08:00-20:00", ("mon", "tue", "wed")),
        ("10:00-20:00", ("sat",)),
    ]

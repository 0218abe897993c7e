from __future__ import annotations

from typing import Any

from esmpress.sampling.schemes import parse_scheme
from esmpress.sampling.spacing import ClosePair, close_pairs

EVERY_DAY = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def moments(start: str, end: str, **fields: Any) -> Any:
    window = {"weekdays": EVERY_DAY, "from": start, "to": end}
    scheme = {
        "kind": "random_in_blocks",
        "days": 7,
        "blocks": 4,
        "windows": [window],
        "min_gap_minutes": 45,
        "response_window_minutes": 20,
    }
    return parse_scheme(scheme | fields)


def evening(time: str) -> Any:
    scheme = {"kind": "fixed", "days": 7, "times": [time], "response_window_minutes": 20}
    return parse_scheme(scheme)


def test_schedules_far_enough_apart_are_fine() -> None:
    pairs = close_pairs([moments("09:00", "21:00"), evening("21:44")])

    assert pairs == []


def test_a_fixed_time_one_minute_too_near_is_found() -> None:
    pairs = close_pairs([moments("09:00", "21:00"), evening("21:43")])

    assert pairs == [ClosePair(first=0, second=1, minutes=44, gap=45)]


def test_a_fixed_time_inside_the_blocks_can_meet_a_prompt() -> None:
    pairs = close_pairs([moments("09:00", "21:00"), evening("12:00")])

    assert pairs == [ClosePair(first=0, second=1, minutes=0, gap=45)]


def test_two_days_of_one_schedule_can_come_too_close_over_midnight() -> None:
    pairs = close_pairs([moments("00:00", "24:00")])

    assert pairs == [ClosePair(first=0, second=0, minutes=1, gap=45)]


def test_a_single_day_meets_no_other() -> None:
    pairs = close_pairs([moments("00:00", "24:00", days=1)])

    assert pairs == []


def test_without_a_minimum_gap_nothing_is_too_close() -> None:
    pairs = close_pairs([moments("00:00", "24:00", min_gap_minutes=0), evening("12:00")])

    assert pairs == []


def test_a_short_study_can_begin_on_any_weekday() -> None:
    weekdays = {"weekdays": EVERY_DAY[:5], "from": "09:00", "to": "17:00"}
    weekend = {"weekdays": EVERY_DAY[5:], "from": "00:00", "to": "24:00"}

    pairs = close_pairs([moments("09:00", "17:00", windows=[weekdays, weekend], days=3)])

    assert pairs == [ClosePair(first=0, second=0, minutes=1, gap=45)]

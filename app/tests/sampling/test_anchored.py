from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.schemes import parse_scheme, parse_wake_times
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from tests.sampling.builders import WARSAW, refusal_of

MONDAY = date(2027, 1, 4)
UTC_ZONE = ZoneInfo("UTC")


def anchored(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "anchored",
        "days": 10,
        "anchor": "bed",
        "offset_minutes": -180,
        "response_window_minutes": 60,
    } | fields


def awake(start: str, end: str) -> WakeTimes:
    return parse_wake_times({"mon": {"from": start, "to": end}})


def minute_on_monday(wake: WakeTimes, **fields: Any) -> int:
    (block,) = cut_date(parse_scheme(anchored(**fields)), MONDAY, UTC_ZONE, wake)
    assert block.stop == block.start + 1
    return block.start


@pytest.mark.parametrize(
    ("fields", "start", "end", "minute"),
    [
        ({}, "07:00", "23:00", 20 * 60),
        ({}, "07:00", "24:00", 21 * 60),
        ({}, "10:00", "01:30", 22 * 60 + 30),
        ({"offset_minutes": 30}, "10:00", "23:45", 24 * 60 + 15),
        ({"anchor": "wake", "offset_minutes": 15}, "06:50", "23:00", 7 * 60 + 5),
        ({"anchor": "wake", "offset_minutes": -15}, "00:05", "16:00", -10),
        ({"anchor": "wake", "offset_minutes": 0}, "18:00", "09:00", 18 * 60),
    ],
)
def test_the_prompt_is_counted_from_the_own_wake_or_bed_time(
    fields: dict[str, Any], start: str, end: str, minute: int
) -> None:
    assert minute_on_monday(awake(start, end), **fields) == minute


@pytest.mark.parametrize(
    ("limits", "bed", "minute"),
    [
        ({"earliest": "19:00"}, "21:30", 19 * 60),
        ({"earliest": "19:00"}, "22:30", 19 * 60 + 30),
        ({"latest": "21:00"}, "01:00", 21 * 60),
        ({"latest": "21:00"}, "23:00", 20 * 60),
        ({"latest": "00:30"}, "23:00", 20 * 60),
        ({"latest": "00:30"}, "04:30", 24 * 60 + 30),
        ({"earliest": "23:30"}, "02:00", 23 * 60 + 30),
        ({"earliest": "19:00", "latest": "21:00"}, "20:00", 19 * 60),
        ({"earliest": "19:00", "latest": "21:00"}, "23:59", 20 * 60 + 59),
        ({"earliest": "19:00", "latest": "21:00"}, "03:00", 21 * 60),
        ({"earliest": "22:00", "latest": "00:30"}, "04:00", 24 * 60 + 30),
        ({"earliest": "20:00", "latest": "20:00"}, "21:00", 20 * 60),
        ({"earliest": "21:00", "latest": "08:30"}, "23:00", 21 * 60),
    ],
)
def test_earliest_and_latest_hold_the_prompt_on_its_own_evening(
    limits: dict[str, str], bed: str, minute: int
) -> None:
    assert minute_on_monday(awake("09:00", bed), **limits) == minute


def test_the_distance_is_kept_on_the_clock_of_the_wall_when_clocks_change() -> None:
    wake = parse_wake_times({"sat": {"from": "09:00", "to": "04:30"}})
    scheme = parse_scheme(anchored())

    (autumn,) = cut_date(scheme, date(2027, 10, 30), WARSAW, wake)
    (spring,) = cut_date(
        parse_scheme(anchored(offset_minutes=-120)), date(2027, 3, 27), WARSAW, wake
    )

    midnight = datetime(2027, 10, 30, tzinfo=UTC)
    assert autumn.start == (datetime(2027, 10, 30, 23, 30, tzinfo=UTC) - midnight).seconds // 60
    assert (spring.start, spring.moved) == (25 * 60, True)


def test_a_weekday_without_wake_times_has_no_prompt() -> None:
    scheme = parse_scheme(anchored())

    assert cut_date(scheme, date(2027, 1, 5), UTC_ZONE, awake("07:00", "23:00")) == []


def test_weekdays_limit_the_own_day_too() -> None:
    scheme = parse_scheme(anchored(weekdays=["tue"]))

    assert cut_date(scheme, MONDAY, UTC_ZONE, awake("07:00", "23:00")) == []


def test_unknown_wake_times_are_asked_for() -> None:
    with pytest.raises(WakeTimesUnknown, match=r"wake_times: .* say when it begins and ends"):
        cut_date(parse_scheme(anchored()), MONDAY, UTC_ZONE)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"anchor": "lunch"}, "anchor: write 'wake' or 'bed' (not \"lunch\")."),
        ({"offset_minutes": 1441}, "offset_minutes: write at most 720 (not 1441)."),
        ({"offset_minutes": -1441}, "offset_minutes: write at least -720 (not -1441)."),
        (
            {"earliest": "21:00", "latest": "20:00"},
            "latest: 20:00 comes before earliest, 21:00.",
        ),
        (
            {"windows": [{"weekdays": ["mon"], "from": "08:00", "to": "20:00"}]},
            "windows: write 'participant'.",
        ),
    ],
)
def test_a_malformed_field_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(anchored(**fields)) == expected

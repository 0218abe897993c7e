from typing import Any

import pytest

from esmpress.sampling.schemes import MalformedScheme, parse_wake_times
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import Span


def test_each_weekday_has_its_own_waking_hours() -> None:
    wake = parse_wake_times(
        {"mon": {"from": "06:30", "to": "22:00"}, "sat": {"from": "10:00", "to": "02:00"}}
    )

    monday, saturday = wake.window_on("mon"), wake.window_on("sat")

    assert monday is not None
    assert (monday.start, monday.stop, monday.weekdays) == (390, 1320, ("mon",))
    assert saturday is not None
    assert (saturday.start, saturday.stop) == (600, 1560)
    assert wake.window_on("sun") is None


def test_every_day_has_the_same_hours() -> None:
    wake = WakeTimes.every_day(Span.model_validate({"from": "07:30", "to": "23:00"}))

    assert str(wake.window_on("mon")) == str(wake.window_on("sun")) == "07:30-23:00"


def test_wake_times_survive_being_stored_as_json() -> None:
    wake = parse_wake_times({"mon": {"from": "06:30", "to": "24:00"}})

    stored = wake.model_dump(mode="json", exclude_none=True)

    assert stored == {"mon": {"from": "06:30", "to": "24:00"}}
    assert parse_wake_times(stored) == wake
    assert hash(parse_wake_times(stored)) == hash(wake)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ([], "wake_times: write an object with named fields."),
        (None, "wake_times: write an object with named fields (not null)."),
        (
            {"monday": {"from": "07:00", "to": "23:00"}},
            "wake_times, monday: there is no such field.",
        ),
        (
            {"mon": "07:00-23:00"},
            'wake_times, mon: write an object with named fields (not "07:00-23:00").',
        ),
        ({"mon": {"from": "07:00"}}, "wake_times, mon, to: this field is missing."),
        (
            {"mon": {"from": "07:00", "to": "25:00"}},
            'wake_times, mon, to: write a time of day as HH:MM, from 00:00 to 23:59 (not "25:00").',
        ),
        (
            {"mon": {"from": "07:00", "to": "07:00"}},
            "wake_times, mon: 07:00-07:00 leaves no night; give two different times.",
        ),
        (
            {"mon": {"from": "07:00", "to": "03:00"}, "tue": {"from": "02:30", "to": "20:00"}},
            "wake_times: the day 07:00-03:00 of mon runs into the window 02:30-20:00 of the next "
            "day.",
        ),
        (
            {"sun": {"from": "07:00", "to": "03:00"}, "mon": {"from": "02:59", "to": "20:00"}},
            "wake_times: the day 07:00-03:00 of sun runs into the window 02:59-20:00 of the next "
            "day.",
        ),
    ],
)
def test_malformed_wake_times_are_named(data: Any, expected: str) -> None:
    with pytest.raises(MalformedScheme) as caught:
        parse_wake_times(data)

    assert str(caught.value) == expected
    assert caught.value.field == "wake_times"

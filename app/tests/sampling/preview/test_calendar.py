from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from tests.sampling.preview.previews import NEW_YORK, WARSAW, preview, random


def test_days_on_which_the_clocks_change_are_counted_for_each_zone() -> None:
    joining = {"first_joining": date(2027, 3, 10), "last_joining": date(2027, 3, 10)}
    zones = (WARSAW, NEW_YORK)

    calendar = preview(random(days=20), participants=4, time_zones=zones, **joining).calendar

    found = [(one.on, one.time_zone, one.minutes, one.participants) for one in calendar.changes]
    assert found == [
        (date(2027, 3, 14), "America/New_York", 60, 2),
        (date(2027, 3, 28), "Europe/Warsaw", 60, 2),
    ]
    assert (calendar.touched.count, calendar.touched.of) == (4, 80)


def test_a_change_back_by_half_an_hour_is_told() -> None:
    joining = {"first_joining": date(2027, 4, 1), "last_joining": date(2027, 4, 1)}
    island = (ZoneInfo("Australia/Lord_Howe"),)

    calendar = preview(random(), time_zones=island, **joining).calendar

    assert [(one.on, one.minutes) for one in calendar.changes] == [(date(2027, 4, 4), -30)]


def test_a_zone_without_clock_changes_is_never_touched() -> None:
    joining = {"first_joining": date(2027, 3, 10), "last_joining": date(2027, 3, 10)}

    found = preview(random(days=365), time_zones=(ZoneInfo("Asia/Kolkata"),), **joining)

    assert found.calendar.changes == ()


def test_participants_are_counted_on_each_date() -> None:
    joining = {"first_joining": date(2027, 1, 10), "last_joining": date(2027, 1, 11)}

    calendar = preview(random(days=2), participants=4, **joining).calendar

    assert (calendar.first, list(calendar.participants)) == (date(2027, 1, 11), [2, 4, 2])

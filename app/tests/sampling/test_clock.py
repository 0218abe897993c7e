from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.sampling.clock import (
    find_moment,
    occurs_twice,
    offset_minutes,
    to_instant,
    to_local,
)

CHANGES = [
    ("Europe/Warsaw", date(2027, 3, 28)),
    ("Europe/Warsaw", date(2027, 10, 31)),
    ("America/New_York", date(2027, 3, 14)),
    ("America/New_York", date(2027, 11, 7)),
    ("Australia/Lord_Howe", date(2027, 4, 4)),
    ("Australia/Lord_Howe", date(2027, 10, 3)),
    ("Asia/Kolkata", date(2027, 3, 28)),
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
]


def at(zone: str, on: date, hour: int, minute: int) -> tuple[datetime, bool]:
    moment = find_moment(on, ZoneInfo(zone), hour * 60 + minute)
    return to_instant(on, moment.elapsed), moment.moved


@pytest.mark.parametrize("minute", [0, 1, 30, 59])
def test_a_skipped_local_time_moves_to_the_first_instant_after_the_gap(minute: int) -> None:
    instant, moved = at("Europe/Warsaw", date(2027, 3, 28), 2, minute)

    assert instant == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    assert moved


def test_the_minutes_beside_a_gap_stay_where_they_are() -> None:
    before = at("America/New_York", date(2027, 3, 14), 1, 59)
    after = at("America/New_York", date(2027, 3, 14), 3, 0)

    assert before == (datetime(2027, 3, 14, 6, 59, tzinfo=UTC), False)
    assert after == (datetime(2027, 3, 14, 7, 0, tzinfo=UTC), False)


def test_a_half_hour_gap_ends_after_half_an_hour() -> None:
    instant, moved = at("Australia/Lord_Howe", date(2027, 10, 3), 2, 10)

    assert instant == datetime(2027, 10, 2, 15, 30, tzinfo=UTC)
    assert moved


def test_a_local_time_that_exists_twice_is_the_first() -> None:
    instant, moved = at("Europe/Warsaw", date(2027, 10, 31), 2, 30)

    assert instant == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert not moved


@pytest.mark.parametrize(
    ("utc", "twice"),
    [((23, 59), False), ((0, 0), True), ((0, 59), True), ((1, 59), True), ((2, 0), False)],
)
def test_both_passes_of_a_repeated_hour_occur_twice(utc: tuple[int, int], twice: bool) -> None:
    on = 30 if utc == (23, 59) else 31
    instant = datetime(2027, 10, on, *utc, tzinfo=UTC)

    assert occurs_twice(instant, ZoneInfo("Europe/Warsaw")) is twice


@pytest.mark.parametrize(
    ("zone", "minutes"),
    [("Asia/Kolkata", 330), ("Europe/Warsaw", 60), ("America/New_York", -300)],
)
def test_offset_is_the_distance_from_utc_in_minutes(zone: str, minutes: int) -> None:
    instant = datetime(2027, 1, 15, 12, 0, tzinfo=UTC)

    assert offset_minutes(instant, ZoneInfo(zone)) == minutes


def test_minutes_past_midnight_belong_to_the_next_date() -> None:
    instant, moved = at("Asia/Kolkata", date(2027, 12, 31), 25, 30)

    assert instant == datetime(2027, 12, 31, 20, 0, tzinfo=UTC)
    assert not moved


@given(st.sampled_from(CHANGES), st.integers(-60, 1600))
def test_a_moment_shows_its_wall_clock_time_unless_it_was_moved(
    change: tuple[str, date], minute: int
) -> None:
    zone, on = ZoneInfo(change[0]), change[1]

    moment = find_moment(on, zone, minute)

    local = to_local(to_instant(on, moment.elapsed), zone)
    shown = (local - datetime.combine(on, time.min)).total_seconds() / 60
    assert shown > minute if moment.moved else shown == minute


@given(st.sampled_from(CHANGES), st.integers(-60, 1600), st.integers(0, 300))
def test_moments_never_run_backwards(change: tuple[str, date], minute: int, later: int) -> None:
    zone, on = ZoneInfo(change[0]), change[1]

    earlier_moment = find_moment(on, zone, minute)

    assert find_moment(on, zone, minute + later).elapsed >= earlier_moment.elapsed

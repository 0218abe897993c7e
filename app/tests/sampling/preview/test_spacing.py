from __future__ import annotations

from datetime import date

from tests.sampling.preview.previews import fixed, preview, random


def test_gaps_are_counted_within_days_and_over_nights_apart() -> None:
    gaps = preview(fixed("09:00", "12:00", "21:00", days=3), participants=1).gaps

    assert sorted(gaps.within) == [180, 180, 180, 540, 540, 540]
    assert list(gaps.overnight) == [720, 720]


def test_gaps_are_elapsed_minutes_also_where_the_clock_goes_forward() -> None:
    spring = {"first_joining": date(2027, 3, 26), "last_joining": date(2027, 3, 26)}

    gaps = preview(fixed("21:00", days=2), participants=1, **spring).gaps

    assert list(gaps.overnight) == [23 * 60]


def test_a_rest_between_two_bursts_is_no_night() -> None:
    bursts = {"length_days": 2, "every_days": 7}

    gaps = preview(fixed("09:00", days=9, bursts=bursts), participants=1).gaps

    assert list(gaps.overnight) == [1440, 1440]


def test_the_smallest_gap_drawn_is_the_one_that_is_asked_for() -> None:
    gaps = preview(random(min_gap_minutes=90), participants=100).gaps

    assert gaps.within.min() == 90


def test_a_prompt_is_overtaken_when_the_next_comes_within_its_window() -> None:
    schedule = fixed("09:00", "09:30", "12:00", days=1, response_window_minutes=31)

    found = preview(schedule, participants=2)

    assert list(found.overtaken) == [True, False, False] * 2
    assert (found.overlaps[1].count, found.overlaps[1].of) == (2, 6)


def test_a_window_that_ends_as_the_next_prompt_comes_does_not_overlap() -> None:
    found = preview(fixed("09:00", "09:30", days=1, response_window_minutes=30))

    assert not found.overtaken.any()
    assert found.overlaps[1].share == 0


def test_a_window_over_night_reaches_the_next_day() -> None:
    evening = fixed("19:00", name="evening", days=3, response_window_minutes=600)

    found = preview(evening, fixed("04:59", days=4), participants=1)

    assert found.overlaps[1].count == 3

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from tests.sampling.preview.previews import NEW_YORK, WARSAW, fixed, preview, random, window

LONDON = (ZoneInfo("Europe/London"),)
MONDAY_HOUR = (date(2027, 1, 11) - date(1970, 1, 1)).days * 24


def test_prompts_per_study_day_are_means_over_the_participants_there() -> None:
    phases = [{"name": "short", "days": 1}, {"name": "long", "days": 2}]
    schedules = (fixed("09:00", "12:00", days=1, phase="short"), random(days=2, phase="long"))

    means = preview(*schedules, study={"phases": phases}).means

    assert list(means.study_days[1]) == [2, 0, 0]
    assert list(means.study_days[2]) == [0, 4, 4]


def test_arms_of_different_length_count_only_who_is_still_there() -> None:
    study = {
        "arms": [{"name": "a"}, {"name": "b"}],
        "phases": [
            {"name": "short", "days": 1, "arm": "a"},
            {"name": "long", "days": 2, "arm": "b"},
        ],
    }
    schedules = (fixed("09:00", days=1, phase="short"), random(days=2, phase="long"))

    means = preview(*schedules, study=study).means

    assert list(means.study_days[2]) == [2, 4]


def test_prompts_per_weekday_are_means_over_the_days_of_participants() -> None:
    schedule = fixed("09:00", "12:00", days=14, windows=[window("08:00", "20:00", "mon", "sat")])

    means = preview(schedule, participants=3).means

    assert list(means.weekdays[1]) == [2, 0, 0, 0, 0, 2, 0]
    assert list(means.weekday_days) == [6] * 7


def test_burden_is_the_time_of_all_questionnaires_of_a_day() -> None:
    schedules = (fixed("09:00", "12:00", days=2), fixed("21:00", name="evening", days=1))

    burden = preview(*schedules, seconds={1: 90, 2: 240}).burden

    assert (burden.mean, burden.largest) == (5, 7)
    assert list(burden.study_days[1]) == [3, 3]
    assert list(burden.study_days[2]) == [4, 0]


def test_mails_are_invitations_and_every_reminder() -> None:
    schedule = fixed("10:00", days=1, response_window_minutes=90, reminders=[10, 60])

    mails = preview(schedule, participants=10, time_zones=LONDON).mails

    assert mails.busiest(3) == [(MONDAY_HOUR + 10, 20), (MONDAY_HOUR + 11, 10)]
    assert mails.largest_day() == 30


def test_a_limit_is_passed_only_by_more_than_it() -> None:
    schedule = fixed("10:00", "12:00", days=1, response_window_minutes=50, reminders=[10])

    mails = preview(schedule, participants=10, time_zones=LONDON).mails

    assert (mails.above(19), mails.above(20)) == (2, 0)


def test_zones_spread_the_mails_over_the_hours() -> None:
    zones = (WARSAW, NEW_YORK)

    mails = preview(fixed("10:00", days=1), participants=10, time_zones=zones).mails

    assert mails.busiest(2) == [(MONDAY_HOUR + 9, 5), (MONDAY_HOUR + 15, 5)]


def test_most_prompts_are_those_of_the_fullest_day_of_anybody() -> None:
    schedules = (random(), {"kind": "once", "name": "exit", "after_days": 3, "time": "21:00",
                            "response_window_minutes": 60})  # fmt: skip

    assert preview(*schedules).most_prompts == 5


def test_a_design_without_prompts_has_no_load() -> None:
    event = {"kind": "on_event", "name": "quarrel", "days": 7, "response_window_minutes": 15}

    found = preview(event)

    assert (found.most_prompts, found.burden.mean, found.mails.largest_day()) == (0, 0, 0)
    assert found.unforeseen == ["quarrel"]
    assert found.calendar.touched.share == pytest.approx(0)

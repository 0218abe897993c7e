from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pytest_django import Settings

from esmpress.delivery.preflight.findings import Verdict
from esmpress.delivery.preflight.limits import judge_limits
from esmpress.delivery.preflight.loads import Peak, estimate_load
from esmpress.studies.models import Study
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
# Warsaw is an hour ahead of UTC. The reminder of 10:15 falls into the next hour, that of 16:00 not.
SCHEME: dict[str, Any] = FIXED | {
    "days": 7,
    "times": ["10:15", "16:00"],
    "response_window_minutes": 60,
    "reminders": [50],
}


def study_of_seven_days() -> Study:
    return make_study(launched_at=None, scheme=SCHEME, start_rule="next_day")


def test_the_peak_counts_everybody_s_invitations_and_reminders(now: datetime) -> None:
    # 14 join on 7 days, two a day: all of them take part on the 7th study day of the first.
    load = estimate_load(study_of_seven_days(), participants=14, now=now)

    # 12 January is tomorrow; who joins on the 18th begins on the 19th.
    assert load.hour == Peak(datetime(2027, 1, 19, 15, tzinfo=UTC), own=28, others=0)
    assert load.day == Peak(datetime(2027, 1, 19, tzinfo=UTC), own=56, others=0)
    assert load.participants == 14


def test_other_running_studies_count_with_their_fullest_day_at_each_hour(now: datetime) -> None:
    other = make_study(scheme=SCHEME)
    for minutes in range(8):
        make_prompt(
            make_participant(other),
            schedule=other.schedules.get(),
            scheduled_at=datetime(2027, 1, 12, 9, minutes, tzinfo=UTC),
        )
    make_prompt(make_participant(other), scheduled_at=now - timedelta(minutes=1))
    make_prompt(make_participant(make_study(ended_at=now)), scheduled_at=now + timedelta(minutes=1))

    load = estimate_load(study_of_seven_days(), participants=14, now=now)

    assert load.hour.begins_at.hour == 9
    assert (load.hour.own, load.hour.others) == (14, 16)
    assert (load.day.own, load.day.others, load.day.mails) == (56, 16, 72)


@pytest.mark.parametrize("days", [7, 300])
def test_very_many_are_drawn_as_fewer_and_taken_as_often(now: datetime, days: int) -> None:
    study = make_study(launched_at=None, scheme=SCHEME | {"days": days})

    load = estimate_load(study, participants=1999, now=now)

    assert load.participants == 1999
    # All of them are asked on the first one's last day, in the hour of 16:00 twice.
    assert load.hour.own == 1999 * 2


@pytest.mark.parametrize(
    ("limit", "verdict"),
    [
        (0, Verdict.AMBER),
        (27, Verdict.RED),
        (28, Verdict.AMBER),
        (34, Verdict.AMBER),
        (35, Verdict.GREEN),
    ],
)
def test_the_hour_is_judged_against_its_limit(
    settings: Settings, now: datetime, limit: int, verdict: Verdict
) -> None:
    settings.DELIVERY_HOURLY_LIMIT = limit

    hour, _ = judge_limits(study_of_seven_days(), participants=14, now=now)

    assert hour.verdict == verdict
    assert "at most 28 mails" in hour.plain
    assert "Tuesday 19 January, 16:00 to 17:00 (Europe/Warsaw)" in hour.plain


@pytest.mark.parametrize(
    ("limit", "verdict"), [(0, Verdict.AMBER), (55, Verdict.RED), (70, Verdict.GREEN)]
)
def test_the_day_is_judged_against_its_limit(
    settings: Settings, now: datetime, limit: int, verdict: Verdict
) -> None:
    settings.DELIVERY_DAILY_LIMIT = limit

    _, day = judge_limits(study_of_seven_days(), participants=14, now=now)

    assert day.verdict == verdict
    assert "at most 56 mails" in day.plain


def test_a_study_nobody_can_foresee_is_amber(now: datetime) -> None:
    event = {"kind": "on_event", "days": 7, "response_window_minutes": 30}
    study = make_study(launched_at=None, scheme=event)

    [found] = judge_limits(study, participants=14, now=now)

    assert found.verdict == Verdict.AMBER

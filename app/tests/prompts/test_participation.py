from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import stopping
from esmpress.prompts.participation import Participation, participation_of
from esmpress.prompts.planning import plan_study
from esmpress.studies.design import Protocol
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

# The eleventh in Warsaw, an hour before the first prompt of the day.
MORNING = datetime(2027, 1, 11, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ONCE = {"kind": "once", "response_window_minutes": 60, "time": "12:00"}


def standing_of(participant: Participant, now: datetime) -> Participation:
    fresh = Participant.objects.select_related("study").get(pk=participant.pk)
    return participation_of(fresh, Protocol(fresh.study), now=now)


@pytest.mark.parametrize(
    ("now", "day", "next_mail"),
    [
        (MORNING - DAY, None, date(2027, 1, 11)),
        (MORNING, 1, date(2027, 1, 11)),
        (MORNING + 8 * DAY / 24, 1, date(2027, 1, 12)),
        (MORNING + 6 * DAY, 7, date(2027, 1, 17)),
    ],
)
def test_day_and_next_mail_are_those_where_the_participant_is(
    now: datetime, day: int | None, next_mail: date
) -> None:
    participant = make_participant()
    plan_study(participant.study, now=now)

    standing = standing_of(participant, now)

    assert (standing.state, standing.day, standing.days) == ("enrolled", day, 7)
    assert standing.next_mail == next_mail


def test_a_prompt_after_midnight_utc_comes_on_its_local_day() -> None:
    participant = make_participant(time_zone="Asia/Tokyo")
    make_prompt(participant, scheduled_at=datetime(2027, 1, 11, 15, 30, tzinfo=UTC))

    assert standing_of(participant, MORNING).next_mail == date(2027, 1, 12)


def test_a_day_that_is_not_planned_yet_is_known_from_the_scheme() -> None:
    study = make_study(scheme=FIXED | {"days": 30, "weekdays": ["sun"]})
    participant = make_participant(study)
    plan_study(study, now=MORNING)

    assert standing_of(participant, MORNING).next_mail == date(2027, 1, 17)


@pytest.mark.parametrize(
    ("schedules", "days"),
    [
        ({"moments": FIXED}, 7),
        ({"moments": FIXED, "exit": ONCE | {"after_days": 9}}, 10),
        ({"moments": FIXED, "exit": ONCE | {"after_days": 2}}, 7),
        ({"moments": FIXED | {"phase": "second"}}, 10),
    ],
)
def test_the_days_are_those_of_the_longest_schedule(schedules: Any, days: int) -> None:
    phases = [{"name": "first", "days": 3}, {"name": "second", "days": 14}]
    participant = make_participant(make_study(schedules=schedules, phases=phases))

    assert standing_of(participant, MORNING).days == days


def test_a_follow_up_does_not_make_the_study_longer() -> None:
    follow_up = {
        "kind": "follow_up",
        "after": "moments",
        "delay_minutes": {"from": 20, "to": 40},
        "response_window_minutes": 30,
    }
    study = make_study(schedules={"moments": FIXED, "later": follow_up})

    assert standing_of(make_participant(study), MORNING).days == 7


def test_who_gets_no_mail_is_promised_none() -> None:
    participant = make_participant()
    plan_study(participant.study, now=MORNING)
    mark_unsubscribed(participant, now=MORNING)

    assert standing_of(participant, MORNING).next_mail is None


def test_the_states_of_a_participation() -> None:
    participant = make_participant()
    plan_study(participant.study, now=MORNING)
    stopping.pause(participant, now=MORNING)
    paused = standing_of(participant, MORNING)
    stopping.withdraw(participant, now=MORNING)

    assert (paused.state, paused.day, paused.next_mail) == ("paused", 1, None)
    assert standing_of(participant, MORNING).state == "withdrawn"


def test_it_is_over_after_the_last_day_and_with_the_study() -> None:
    participant = make_participant()
    plan_study(participant.study, now=MORNING + 6 * DAY)
    before = standing_of(participant, MORNING + 6 * DAY).state
    after = standing_of(participant, MORNING + 7 * DAY).state
    stopping.end_study(participant.study, now=MORNING)

    assert (before, after, standing_of(participant, MORNING).state) == ("enrolled", "over", "over")


def test_a_study_that_was_not_launched_waits() -> None:
    participant = make_participant(make_study(launched_at=None), start_date=None)

    assert standing_of(participant, MORNING) == Participation("waiting", date(2027, 1, 11))

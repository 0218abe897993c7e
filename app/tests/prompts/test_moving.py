from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.prompts.moving import NothingMoved, move
from esmpress.prompts.planning import plan_study
from esmpress.prompts.stopping import withdraw
from tests.factories import EVERY_DAY, FIXED, RANDOM, make_participant, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
AUCKLAND, LOS_ANGELES = "Pacific/Auckland", "America/Los_Angeles"
UNASKED = ("cancelled", "not_sent")
HOURLY = FIXED | {
    "times": [f"{hour:02}:00" for hour in range(8, 22)],
    "reminders": [],
    "min_gap_minutes": 45,
}
TIGHT = RANDOM | {
    "blocks": 8,
    "windows": [{"weekdays": EVERY_DAY, "from": "08:00", "to": "22:00"}],
    "min_gap_minutes": 60,
}


def planned_in(time_zone: str, *, at: datetime, **study: Any) -> Participant:
    """A participant with all prompts planned as of an instant; those before it were sent."""
    participant = make_participant(make_study(time_zone=time_zone, **study))
    plan_study(participant.study, now=at)
    Prompt.objects.filter(scheduled_at__lte=at).update(status="sent", sent_at=at)
    return participant


def local_days(prompts: list[Prompt]) -> list[tuple[int, str, str]]:
    return [
        (prompt.study_day, prompt.time_zone, f"{local:%d %H:%M}")
        for prompt in prompts
        if (local := prompt.scheduled_at.astimezone(ZoneInfo(prompt.time_zone)))
    ]


def test_after_a_move_the_next_local_day_is_planned_in_the_new_zone(now: datetime) -> None:
    participant = planned_in("Europe/Warsaw", at=now)

    move(participant, "Asia/Tokyo", now=now)

    assert local_days(list(Prompt.objects.order_by("study_day", "beep"))) == [
        (1, "Europe/Warsaw", "11 10:00"),
        (1, "Europe/Warsaw", "11 16:00"),
        (2, "Asia/Tokyo", "12 10:00"),
        (2, "Asia/Tokyo", "12 16:00"),
        (3, "Asia/Tokyo", "13 10:00"),
        (3, "Asia/Tokyo", "13 16:00"),
    ]


def test_at_once_means_the_rest_of_today_too(now: datetime) -> None:
    participant = planned_in("Europe/Warsaw", at=now, travel_rule="at_once")

    move(participant, "Europe/London", now=now)

    assert local_days(list(Prompt.objects.filter(study_day=1).order_by("beep"))) == [
        (1, "Europe/Warsaw", "11 10:00"),
        (1, "Europe/London", "11 16:00"),
    ]


@pytest.mark.parametrize("travel_rule", ["next_day", "at_once"])
@pytest.mark.parametrize(
    ("before", "after"),
    [(AUCKLAND, LOS_ANGELES), (LOS_ANGELES, AUCKLAND), ("Europe/Warsaw", "America/New_York")],
)
@pytest.mark.parametrize("hour", [0, 6, 9, 13, 19, 23])
def test_no_move_asks_an_occasion_twice_or_loses_one_or_comes_too_close(
    before: str, after: str, travel_rule: str, hour: int
) -> None:
    at = datetime(2027, 1, 13, hour, 30, tzinfo=UTC)
    participant = planned_in(before, at=at, travel_rule=travel_rule, scheme=HOURLY)

    move(participant, after, now=at)
    gone_by = Prompt.objects.filter(status="planned", scheduled_at__lte=at).count()
    plan_study(participant.study, now=at + 5 * DAY)

    occasions = Prompt.objects.values_list("study_day", "beep").order_by("study_day", "beep")
    asked = [one.scheduled_at for one in Prompt.objects.exclude(status__in=UNASKED)]
    assert list(occasions) == [(day, beep) for day in range(1, 8) for beep in range(1, 15)]
    assert all(later - earlier >= timedelta(minutes=45) for earlier, later in pairwise(asked))
    assert gone_by == 0


@pytest.mark.parametrize("travel_rule", ["next_day", "at_once"])
def test_random_prompts_keep_their_distance_from_those_sent_before_the_move(
    travel_rule: str,
) -> None:
    at = datetime(2027, 1, 12, 12, 0, tzinfo=UTC)
    participant = planned_in("Europe/Warsaw", at=at, travel_rule=travel_rule, scheme=TIGHT)

    move(participant, "America/New_York", now=at)

    asked = [one.scheduled_at for one in Prompt.objects.exclude(status__in=UNASKED)]
    assert all(later - earlier >= timedelta(minutes=60) for earlier, later in pairwise(asked))


def test_a_study_day_that_is_over_where_one_arrives_is_called_off_not_asked() -> None:
    at = datetime(2027, 1, 13, 7, 0, tzinfo=UTC)  # the 12th, 23:00 there; the 13th, 20:00 here
    participant = planned_in(LOS_ANGELES, at=at)

    move(participant, AUCKLAND, now=at)

    thirteenth = Prompt.objects.filter(study_day=3)
    assert set(thirteenth.values_list("status", "status_reason", "time_zone")) == {
        ("cancelled", "moved", AUCKLAND)
    }
    assert Prompt.objects.filter(study_day=4, status="planned").count() == 2


def test_travelling_back_over_the_date_line_repeats_no_study_day() -> None:
    at = datetime(2027, 1, 13, 22, 0, tzinfo=UTC)  # the 14th, 11:00 there; the 13th, 14:00 here
    participant = planned_in(AUCKLAND, at=at)

    move(participant, LOS_ANGELES, now=at)

    days = Prompt.objects.filter(study_day__gte=4).values_list("study_day", "time_zone")
    assert list(days.order_by("scheduled_at")) == [
        (4, AUCKLAND),
        (4, LOS_ANGELES),
        (5, LOS_ANGELES),
        (5, LOS_ANGELES),
    ]


def test_what_is_due_within_minutes_or_has_a_message_stands(now: datetime) -> None:
    participant = planned_in("Europe/Warsaw", at=now - DAY, travel_rule="at_once")
    soon, entered = Prompt.objects.filter(study_day=1).order_by("beep")
    entered.notifications.create(
        kind="invitation", channel="smtp", planned_at=now, due_at=now, open_until=now
    )

    move(participant, "Europe/London", now=now - timedelta(minutes=4))

    kept = Prompt.objects.filter(study_day=1).order_by("beep")
    assert [one.pk for one in kept] == [soon.pk, entered.pk]


def test_planning_after_a_move_goes_on_in_the_new_zone(now: datetime) -> None:
    participant = planned_in("Europe/Warsaw", at=now)
    move(participant, "Asia/Tokyo", now=now)

    plan_study(participant.study, now=now + 2 * DAY)

    zones = Prompt.objects.filter(study_day__gte=2).values_list("time_zone", flat=True)
    assert set(zones) == {"Asia/Tokyo"}


def test_an_outage_over_a_move_leaves_each_day_in_its_zone(now: datetime) -> None:
    participant = make_participant(start_date=date(2027, 1, 11))
    move(participant, "Asia/Tokyo", now=now + DAY)

    plan_study(participant.study, now=now + 2 * DAY)

    by_day = dict(Prompt.objects.values_list("study_day", "time_zone"))
    assert (by_day[1], by_day[2], by_day[3]) == ("Europe/Warsaw", "Europe/Warsaw", "Asia/Tokyo")


def test_a_second_move_to_the_same_zone_or_of_someone_gone_is_refused(now: datetime) -> None:
    participant = planned_in("Europe/Warsaw", at=now)
    move(participant, "Asia/Tokyo", now=now)
    with pytest.raises(NothingMoved, match="time_zone"):
        move(participant, "Asia/Tokyo", now=now)
    withdraw(participant, now=now)

    with pytest.raises(NothingMoved):
        move(participant, "Europe/London", now=now)

    assert participant.zone_changes.count() == 1

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.follow_ups import plan_follow_ups
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.responses.intake import submit
from tests.factories import (
    ANSWERS,
    FIXED,
    make_participant,
    make_prompt,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
FOLLOW_UP: dict[str, Any] = {
    "kind": "follow_up",
    "after": "moments",
    "condition": {"item": "stress", "operator": ">=", "value": 60},
    "delay_minutes": {"from": 15, "to": 30},
    "response_window_minutes": 20,
}


def make_stressed(follow_up: dict[str, Any] = FOLLOW_UP, **more: Any) -> Participant:
    return make_participant(
        make_study(schedules={"moments": FIXED, "stressed": FOLLOW_UP | follow_up, **more})
    )


def answer(participant: Participant, now: datetime, *, stress: int = 80, beep: int = 1) -> Prompt:
    prompt, _ = make_sent_prompt(participant, scheduled_at=now, beep=beep)
    submit(prompt, ANSWERS | {"stress": stress}, language="en", now=now)
    return prompt


def follow_ups() -> list[Prompt]:
    return list(Prompt.objects.filter(trigger="follow_up").order_by("scheduled_at"))


def test_an_answer_that_meets_the_condition_brings_one_prompt_about(now: datetime) -> None:
    parent = answer(make_stressed(), now)

    (prompt,) = follow_ups()
    assert prompt.triggered_by == parent
    assert (prompt.schedule.name, prompt.study_day, prompt.beep) == ("stressed", 1, 1)
    assert now + 15 * MINUTE <= prompt.scheduled_at <= now + 30 * MINUTE
    assert prompt.open_until == prompt.scheduled_at + 20 * MINUTE
    assert (prompt.status, prompt.time_zone) == ("planned", "Europe/Warsaw")
    assert prompt.schedule_version.number == 1


@pytest.mark.parametrize("stress", [0, 59])
def test_an_answer_that_does_not_brings_none(stress: int, now: datetime) -> None:
    answer(make_stressed(), now, stress=stress)

    assert follow_ups() == []


def test_without_a_condition_each_answer_brings_one(now: datetime) -> None:
    answer(make_stressed({"condition": None}), now, stress=0)

    assert len(follow_ups()) == 1


def test_doing_it_twice_adds_nothing(now: datetime) -> None:
    prompt = answer(make_stressed(), now)

    again = plan_follow_ups(prompt, ANSWERS | {"stress": 90}, now=now + MINUTE)

    assert (again, len(follow_ups())) == (0, 1)


def test_the_same_answer_at_the_same_time_draws_the_same_minute(now: datetime) -> None:
    participant = make_stressed()
    answer(participant, now)
    (first,) = follow_ups()
    Prompt.objects.filter(pk=first.pk).delete()

    plan_follow_ups(Prompt.objects.get(), ANSWERS | {"stress": 90}, now=now)

    assert follow_ups()[0].scheduled_at == first.scheduled_at


def test_every_minute_of_the_delay_range_comes_up_and_no_other(now: datetime) -> None:
    study = make_stressed({"delay_minutes": {"from": 3, "to": 6}}).study

    for _ in range(60):
        answer(make_participant(study), now)

    delays = {(one.scheduled_at - now) // MINUTE for one in follow_ups()}
    assert delays == {3, 4, 5, 6}


def test_a_follow_up_keeps_its_distance_from_other_prompts_but_not_from_its_own(
    now: datetime,
) -> None:
    participant = make_stressed({"min_gap_minutes": 30})
    make_prompt(participant, scheduled_at=now + 50 * MINUTE, beep=9)

    answer(participant, now)

    (prompt,) = follow_ups()
    assert now + 15 * MINUTE <= prompt.scheduled_at <= now + 20 * MINUTE


def test_without_room_the_row_says_so_and_nobody_is_asked(now: datetime) -> None:
    participant = make_stressed({"min_gap_minutes": 60})
    make_prompt(participant, scheduled_at=now + 25 * MINUTE, beep=9)

    answer(participant, now)

    (prompt,) = follow_ups()
    assert (prompt.status, prompt.status_reason) == ("not_sent", "no_room")
    assert prompt.ended_at == now


def test_the_daily_limit_counts_what_had_room(now: datetime) -> None:
    participant = make_stressed({"daily_limit": 2})

    for beep in range(1, 5):
        answer(participant, now + beep * 60 * MINUTE, beep=beep)

    assert [one.beep for one in follow_ups()] == [1, 2]


def test_a_follow_up_outside_its_windows_has_no_room(now: datetime) -> None:
    windows = [{"weekdays": ["mon"], "from": "12:00", "to": "14:00"}]
    participant = make_stressed({"windows": windows})

    answer(participant, now, beep=1)
    answer(participant, datetime(2027, 1, 11, 10, 40, tzinfo=UTC), beep=2)

    early, inside = follow_ups()
    assert early.status_reason == "no_room"
    assert datetime(2027, 1, 11, 11, 0, tzinfo=UTC) <= inside.scheduled_at


def test_who_is_paused_gets_no_follow_up(now: datetime) -> None:
    participant = make_stressed()
    prompt, _ = make_sent_prompt(participant)
    stopping.pause(participant, now=now)

    submit(prompt, ANSWERS | {"stress": 90}, language="en", now=now)

    assert follow_ups() == []


def test_an_answer_that_does_not_count_brings_nothing(now: datetime) -> None:
    prompt, _ = make_sent_prompt(make_stressed())
    submit(prompt, ANSWERS | {"stress": 10}, language="en", now=now)

    submit(prompt, ANSWERS | {"stress": 90}, language="en", now=now)

    assert follow_ups() == []


def test_planning_keeps_its_distance_from_follow_ups() -> None:
    scheme = {
        "kind": "random",
        "days": 7,
        "prompts_per_day": 3,
        "min_gap_minutes": 90,
        "response_window_minutes": 20,
    }
    late = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
    participant = make_stressed({"delay_minutes": {"from": 4000, "to": 4000}}, more=scheme)
    answer(participant, late)
    (follow_up,) = follow_ups()
    assert follow_up.scheduled_at == late + 4000 * MINUTE

    plan_study(participant.study, now=late + timedelta(days=4))

    others = Prompt.objects.filter(schedule__name="more")
    assert others.count() == 21
    assert all(abs(one.scheduled_at - follow_up.scheduled_at) >= 90 * MINUTE for one in others)

"""Arms and phases: whose prompts are planned, and what a change of arm does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from esmpress.participants.allocating import UnknownArm
from esmpress.participants.models import Participant
from esmpress.prompts import stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_study
from esmpress.studies.models import Arm, Study
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ONCE_A_DAY = FIXED | {"times": ["12:00"], "reminders": []}
SCHEDULES: Mapping[str, Mapping[str, Any]] = {
    "baseline": ONCE_A_DAY | {"phase": "baseline", "days": 2},
    "feedback": ONCE_A_DAY | {"phase": "feedback", "days": 3, "times": ["14:00"]},
    "control": ONCE_A_DAY | {"phase": "control", "days": 3, "times": ["15:00"]},
    "daily": ONCE_A_DAY | {"times": ["20:00"]},
}
PHASES = (
    {"name": "baseline", "days": 2},
    {"name": "feedback", "days": 3, "arm": "feedback"},
    {"name": "control", "days": 3, "arm": "control"},
)


def make_trial() -> Study:
    return make_study(arms={"feedback": 1, "control": 1}, phases=PHASES, schedules=SCHEDULES)


def other_arm(participant: Participant) -> Arm:
    return participant.study.arms.exclude(participants=participant).get()


def days_of(participant: Participant, schedule: str, **where: object) -> list[int]:
    found = participant.prompts.filter(schedule__name=schedule, **where)
    return list(found.order_by("study_day").values_list("study_day", flat=True))


def test_each_arm_is_asked_by_its_own_phases_one_after_another(now: datetime) -> None:
    study = make_trial()
    participants = [make_participant(study) for _ in range(4)]

    plan_study(study, now=now + 8 * DAY)

    for participant in participants:
        assert participant.arm is not None
        own, other = participant.arm.name, other_arm(participant).name
        assert days_of(participant, "baseline") == [1, 2]
        assert days_of(participant, own) == [3, 4, 5]
        assert days_of(participant, other) == []
        assert days_of(participant, "daily") == [1, 2, 3, 4, 5, 6, 7]
    assert len({participant.arm_id for participant in participants}) == 2


def test_a_changed_arm_is_asked_from_the_next_local_day_on(now: datetime) -> None:
    participant = make_participant(make_trial())
    assert participant.arm is not None
    old, new = participant.arm.name, other_arm(participant).name
    thirteenth = now + 2 * DAY
    plan_study(participant.study, now=thirteenth)
    Prompt.objects.filter(scheduled_at__lt=thirteenth).update(status="expired")

    stopping.change_arm(
        participant, other_arm(participant), reason="mix-up", researcher=None, now=thirteenth
    )
    plan_study(participant.study, now=thirteenth + 5 * DAY)

    called_off = {"status": "cancelled", "status_reason": "arm_changed"}
    assert days_of(participant, old) == days_of(participant, old, **called_off) == [3, 4, 5]
    assert days_of(participant, new, status="planned") == [4, 5]
    assert days_of(participant, "daily", **called_off) == [3]
    assert days_of(participant, "daily", status="planned") == [4, 5, 6, 7]


def test_an_arm_changed_during_a_pause_is_the_one_that_resumes(now: datetime) -> None:
    participant = make_participant(make_trial())
    assert participant.arm is not None
    old, new = participant.arm.name, other_arm(participant).name
    plan_study(participant.study, now=now + DAY)
    stopping.pause(participant, now=now + DAY)

    stopping.change_arm(
        participant, other_arm(participant), reason="mix-up", researcher=None, now=now + DAY
    )
    stopping.resume(participant, now=now + 1.1 * DAY)

    assert days_of(participant, old, status="planned") == []
    assert days_of(participant, new, status="planned") == [3, 4]
    assert days_of(participant, "daily", status="planned") == [3, 4]


def test_a_planner_that_slept_over_a_change_plans_each_day_by_its_arm(now: datetime) -> None:
    participant = make_participant(make_trial())
    assert participant.arm is not None
    old, new = participant.arm.name, other_arm(participant).name

    stopping.change_arm(
        participant, other_arm(participant), reason="x", researcher=None, now=now + 2 * DAY
    )
    Prompt.objects.all().delete()
    Participant.objects.update(planned_through=None)
    plan_study(participant.study, now=now + 5 * DAY)

    assert (days_of(participant, old), days_of(participant, new)) == ([3], [4, 5])


def test_a_change_of_arm_needs_a_reason_another_arm_and_a_participant(now: datetime) -> None:
    participant = make_participant(make_trial())
    assert participant.arm is not None
    arm = other_arm(participant)
    with pytest.raises(UnknownArm, match="reason: say why"):
        stopping.change_arm(participant, arm, reason=" ", researcher=None, now=now)
    with pytest.raises(UnknownArm, match="arm: P0001 cannot change"):
        stopping.change_arm(participant, participant.arm, reason="x", researcher=None, now=now)
    stopping.withdraw(participant, now=now)

    with pytest.raises(stopping.AlreadyStopped, match="withdrawn"):
        stopping.change_arm(participant, arm, reason="x", researcher=None, now=now)

    assert participant.allocations.count() == 1


def test_a_change_of_arm_keeps_what_somebody_may_have_been_told_of() -> None:
    daily = FIXED | {"times": ["00:00", "12:00", "16:00"], "reminders": []}
    study = make_study(scheme=daily, arms={"feedback": 1, "control": 1})
    participant = make_participant(study)
    at = datetime(2027, 1, 11, 22, 59, 58, tzinfo=UTC)
    plan_study(study, now=at)
    due, told, _ = Prompt.objects.filter(study_day=2).order_by("scheduled_at")
    message = told.notifications.create(
        kind="invitation", channel="smtp", planned_at=at, due_at=at, open_until=at
    )

    stopping.change_arm(
        participant, other_arm(participant), reason="mix-up", researcher=None, now=at
    )

    kept = Prompt.objects.filter(study_day=2, status="cancelled", status_reason="arm_changed")
    assert set(kept) == {due, told}
    assert told.notifications.get() == message
    assert Prompt.objects.get(study_day=2, beep=3).status == "planned"

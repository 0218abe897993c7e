from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from esmpress.delivery.cremas.stages import Stages, read_stages
from esmpress.participants.models import Allocation, Participant
from esmpress.studies.models import Study
from tests.delivery.cremas.builders import asked_in
from tests.export.reading import read_export
from tests.factories import FIXED, LAUNCHED_AT, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
# Days 1-2 for everybody, then three of training for one arm, then two for everybody.
PHASES: list[dict[str, Any]] = [
    {"name": "baseline", "days": 2},
    {"name": "training", "days": 3, "arm": "intervention"},
    {"name": "after", "days": 2},
]


def make_study_with_arms() -> Study:
    return make_study(
        arms={"intervention": 1, "waiting": 1},
        phases=PHASES,
        schedules={
            "moments": FIXED | {"days": 9},
            "exercises": FIXED | {"days": 3, "phase": "training"},
        },
    )


def move(participant: Participant, arm: str, from_date: date) -> None:
    Allocation.objects.create(
        participant=participant,
        arm=participant.study.arms.get(name=arm),
        origin="changed",
        from_date=from_date,
        reason="asked for it",
        drawn_at=LAUNCHED_AT,
    )


def arms_of(participant: Participant) -> list[str]:
    """The arm that was drawn, and the one that was not."""
    return sorted(("intervention", "waiting"), key=lambda name: name != str(participant.arm))


def told(study: Study, now: datetime) -> set[tuple[int, int, str | None, str | None]]:
    """Participant, day, arm and phase of each prompt."""
    asked, stages = asked_in(study, now=now), read_stages(study)
    return {
        (int(number), int(day), stages.names.get(int(arm)), stages.phase_names.get(int(phase)))
        for number, day, arm, phase in zip(
            asked.number, asked.day, asked.arm, asked.phase, strict=True
        )
    }


def told_by_export(study: Study) -> set[tuple[int, int, str | None, str | None]]:
    return {
        (int(row["id"][1:]), int(row["day"]), row["arm"] or None, row["phase"] or None)
        for row in read_export(study)
    }


def test_arm_and_phase_are_those_of_the_export(now: datetime) -> None:
    study = make_study_with_arms()
    for participant in [make_participant(study) for _ in range(4)]:
        for day in range(1, 10):
            make_prompt(participant, study_day=day)
    first, second, *_ = study.participants.all()
    own, other = arms_of(first)
    for arm, day in ((other, 3), (own, 7), (other, 6), (own, 9)):
        move(first, arm, date(2027, 1, 10) + day * DAY)
    move(second, arms_of(second)[1], date(2027, 1, 14))

    assert told(study, now) == told_by_export(study)
    assert len({(arm, phase) for _, _, arm, phase in told(study, now)}) == 7


def test_a_schedule_of_a_phase_says_the_phase(now: datetime) -> None:
    study = make_study_with_arms()
    exercises = study.schedules.get(name="exercises")
    make_prompt(make_participant(study), schedule=exercises, study_day=9)

    [(_, _, _, phase)] = told(study, now)

    assert phase == "training"


def test_a_study_without_arms_and_phases_has_none(now: datetime) -> None:
    study = make_study()
    make_prompt(make_participant(study))

    assert told(study, now) == {(1, 1, None, None)}


def test_a_study_without_prompts_has_no_stages(now: datetime) -> None:
    assert len(asked_in(make_study_with_arms(), now=now)) == 0
    assert isinstance(read_stages(make_study_with_arms()), Stages)

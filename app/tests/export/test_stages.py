from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.prompts.planning import plan_study
from esmpress.prompts.replanning import confirm_version
from esmpress.prompts.stopping import change_arm
from tests.export.reading import read_export
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
ONCE = FIXED | {"times": ["12:00"], "reminders": []}
PHASES = (
    {"name": "baseline", "days": 2},
    {"name": "feedback", "days": 2, "arm": "feedback"},
    {"name": "waiting", "days": 2, "arm": "control"},
)


def test_each_row_names_the_arm_and_phase_of_its_study_day(now: datetime) -> None:
    study = make_study(arms={"feedback": 1, "control": 1}, phases=PHASES, scheme=ONCE)
    participant = make_participant(study)
    assert participant.arm is not None
    own = {"feedback": "feedback", "control": "waiting"}[participant.arm.name]
    plan_study(study, now=now + 8 * DAY)

    rows = read_export(study)

    assert {row["arm"] for row in rows} == {participant.arm.name}
    assert [row["phase"] for row in rows] == ["baseline"] * 2 + [own] * 2 + [""] * 3


def test_each_row_names_the_stratum_of_its_participant(now: datetime) -> None:
    study = make_study(arms={"feedback": 1, "control": 1}, strata=["clinic", "home"], scheme=ONCE)
    for stratum in ("home", "clinic"):
        make_participant(study, stratum=stratum)
    plan_study(study, now=now)

    rows = read_export(study)

    assert {(row["id"], row["stratum"]) for row in rows} == {("P0001", "home"), ("P0002", "clinic")}


def test_a_changed_arm_counts_from_its_first_day(now: datetime) -> None:
    study = make_study(arms={"feedback": 1, "control": 1}, scheme=ONCE)
    participant = make_participant(study)
    other = study.arms.exclude(participants=participant).get()
    assert participant.arm is not None
    change_arm(participant, other, reason="mix-up", researcher=None, now=now + DAY)
    plan_study(study, now=now + 2 * DAY)

    rows = read_export(study)

    old, new = participant.arm.name, other.name
    assert [row["arm"] for row in rows] == [old, old, new, new, new]


def test_each_row_names_the_version_it_was_drawn_by(now: datetime) -> None:
    study = make_participant(make_study(scheme=ONCE)).study
    plan_study(study, now=now)
    later = ONCE | {"times": ["13:00"]}
    confirm_version(
        study.schedules.get(),
        later,
        apply_from=(now + 2 * DAY).date(),
        now=now,
        researcher=None,
    )

    rows = read_export(study)

    assert [(row["day"], row["schedule_version"]) for row in rows] == [
        ("1", "1"),
        ("2", "1"),
        ("3", "2"),
    ]


@pytest.mark.parametrize(
    "bursts",
    [
        {"length_days": 2, "every_days": 4},
        {"length_days": 2, "per_month": 3, "min_days_between": 2},
    ],
)
def test_each_row_names_its_measurement_burst(bursts: dict[str, int], now: datetime) -> None:
    study = make_study(
        arms={"feedback": 1, "control": 1},
        phases=[{"name": "before", "days": 3}, {"name": "bursts", "days": 30}],
        schedules={"moments": ONCE | {"days": 30, "bursts": bursts, "phase": "bursts"}},
    )
    participant = make_participant(study)
    plan_study(study, now=now + 40 * DAY)

    rows = read_export(study)

    days = [int(row["day"]) for row in rows]
    number = {day: 1 + place // 2 for place, day in enumerate(sorted(set(days)))}
    assert [row["burst"] for row in rows] == [str(number[day]) for day in days]
    assert len(rows) >= 6
    assert min(days) > 3
    assert {row["id"] for row in rows} == {participant.code}


def test_without_bursts_no_row_names_one(now: datetime) -> None:
    study = make_participant(make_study(scheme=ONCE)).study
    plan_study(study, now=now)

    assert {row["burst"] for row in read_export(study)} == {""}

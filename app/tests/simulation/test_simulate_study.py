"""manage.py simulate_study: the data it leaves, and what it leaves alone."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.mail import EmailMessage

from esmpress.questionnaires.publishing import publish
from esmpress.simulation.data_file import DataFile
from esmpress.simulation.isolation import new_schema
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.parts import Part
from esmpress.simulation.processes import simulate_all
from esmpress.studies.models import Arm, Phase, Schedule, Study
from tests.factories import (
    BOTH,
    FIXED,
    LAUNCHED_AT,
    RANDOM,
    make_participant,
    make_prompt,
    make_study,
)
from tests.simulation.conftest import Look, simulate

pytestmark = pytest.mark.django_db(transaction=True)


def add_schedule(study: Study, name: str, scheme: dict[str, Any]) -> None:
    questionnaire = study.schedules.earliest("pk").questionnaire
    Schedule.objects.create(study=study, name=name, questionnaire=questionnaire, scheme=scheme)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_data_and_another_seed_others(
    study: Study, tmp_path: Path
) -> None:
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        simulate(tmp_path / name, seed=seed, participants=2)

    first, again, other = ((tmp_path / name).read_bytes() for name in ("first", "again", "other"))
    assert first == again
    assert first != other


def test_every_prompt_has_a_row_and_an_end(study: Study, tmp_path: Path) -> None:
    printed = simulate(tmp_path / "data.csv", compliance=0.5)

    rows = read(tmp_path / "data.csv")
    by_status = Counter(row["status"] for row in rows)
    assert len(rows) == 3 * 2 * 2
    assert set(by_status) <= {"answered", "expired"}
    assert {row["study"] for row in rows} == {"affect-simulated"}
    assert f"answered         {by_status['answered']:>9}" in printed


def test_photos_are_sent_too_and_are_the_same_for_the_same_seed(
    study: Study, tmp_path: Path
) -> None:
    form = study.schedules.get().questionnaire
    form.add_item(name="snap", kind="photo", required=True, text=BOTH)
    publish(form, now=LAUNCHED_AT, researcher=None)

    for name in ("first", "again"):
        simulate(tmp_path / name, compliance=1, days=1)

    assert (tmp_path / "first").read_bytes() == (tmp_path / "again").read_bytes()
    answered = [row for row in read(tmp_path / "first") if row["status"] == "answered"]
    assert len({UUID(row["snap"]) for row in answered}) == 3 * 2


def test_answers_are_those_of_the_study_s_items(study: Study, tmp_path: Path) -> None:
    simulate(tmp_path / "data.csv", compliance=1, missing_items=1, days=1)

    rows = read(tmp_path / "data.csv")
    answered = [row for row in rows if row["status"] == "answered"]
    assert len(answered) == 3 * 2
    assert all(0 <= float(row["stress"]) <= 100 and row["company"] in "12" for row in answered)
    assert {row["note"] for row in answered} == {""}


def test_a_running_study_is_simulated_beside_its_participants_and_changes_nothing(
    tmp_path: Path, look: Look, mailoutbox: list[EmailMessage]
) -> None:
    running = make_study(slug="affect", scheme=FIXED | {"days": 1})
    make_prompt(make_participant(running))
    make_prompt()  # due in another study
    before = look()

    simulate(tmp_path / "data.csv", days=1)

    assert look() == before
    assert mailoutbox == []
    assert len(read(tmp_path / "data.csv")) == 3 * 2


def test_parts_in_processes_of_their_own_give_the_same_data(study: Study, tmp_path: Path) -> None:
    simulate(tmp_path / "whole.csv", participants=2, days=1)
    parameters = Parameters(slug="affect", participants=2, start=date(2027, 1, 10), days=1)
    parts = [
        Part(parameters, first, last, new_schema(), tmp_path / f"{last}.csv")
        for first, last in ((1, 1), (2, 2))
    ]

    simulate_all(parts)
    with DataFile(tmp_path / "joined.csv") as file:
        file.join(part.file for part in parts)

    assert (tmp_path / "joined.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_arms_zones_and_own_days_are_simulated_too(tmp_path: Path) -> None:
    scheme = RANDOM | {"days": 1, "blocks": 2, "windows": "participant"}
    study = make_study(slug="affect", scheme=scheme, launched_at=None)
    add_schedule(study, "evening", FIXED | {"days": 1, "times": ["20:00"]})
    for name, schedule in (("early", "moments"), ("late", "evening")):
        arm = Arm.objects.create(study=study, name=name)
        phase = Phase.objects.create(study=study, arm=arm, name=name, days=1)
        study.schedules.filter(name=schedule).update(phase=phase)

    simulate(tmp_path / "data.csv", participants=4, time_zones="Asia/Tokyo,America/New_York")

    rows = read(tmp_path / "data.csv")
    assert Counter(row["schedule"] for row in rows) == {"moments": 2 * 2, "evening": 2}
    assert {row["tz"] for row in rows} == {"Asia/Tokyo", "America/New_York"}


def test_events_and_follow_ups_come_of_what_participants_do(study: Study, tmp_path: Path) -> None:
    answering = {"days": 1, "response_window_minutes": 30}
    add_schedule(study, "event", {"kind": "on_event", **answering})
    delay = {"after": "moments", "delay_minutes": {"from": 5, "to": 10}}
    add_schedule(study, "after", {"kind": "follow_up", "response_window_minutes": 20, **delay})

    simulate(tmp_path / "data.csv", participants=2, days=1, compliance=1, events_per_day=8)

    answered = Counter(
        row["schedule"] for row in read(tmp_path / "data.csv") if row["status"] == "answered"
    )
    assert answered["moments"] == answered["after"] == 2 * 2
    assert answered["event"] > 2

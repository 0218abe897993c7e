"""manage.py simulate_study: the data it leaves, and what it refuses."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command

from esmpress.simulation.data_file import DataFile
from esmpress.simulation.isolation import new_schema
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.parts import Part
from esmpress.simulation.processes import simulate_all
from esmpress.studies.models import Arm, Phase, Study
from tests.factories import FIXED, RANDOM, make_participant, make_prompt, make_study
from tests.simulation.conftest import Look

pytestmark = pytest.mark.django_db(transaction=True)


def simulate(output: Path, *, slug: str = "affect", **options: Any) -> str:
    """What the command prints."""
    printed = StringIO()
    asked = {"participants": 3, "start": "2027-01-10", "processes": 1} | options
    words = [f"--{name.replace('_', '-')}={value}" for name, value in asked.items()]
    call_command("simulate_study", slug, *words, f"--output={output}", stdout=printed)
    return printed.getvalue()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_same_seed_gives_the_same_data_and_another_seed_others(
    study: Study, tmp_path: Path
) -> None:
    for name, seed in (("first", 7), ("again", 7), ("other", 8)):
        simulate(tmp_path / name, seed=seed)

    first, again, other = ((tmp_path / name).read_bytes() for name in ("first", "again", "other"))
    assert first == again
    assert first != other


def test_every_prompt_has_a_row_and_an_end(study: Study, tmp_path: Path) -> None:
    printed = simulate(tmp_path / "data.csv", participants=4, compliance=0.5)

    rows = read(tmp_path / "data.csv")
    by_status = Counter(row["status"] for row in rows)
    assert len(rows) == 4 * 2 * 2
    assert set(by_status) <= {"answered", "expired"}
    assert {row["study"] for row in rows} == {"affect-simulated"}
    assert f"answered         {by_status['answered']:>9}" in printed


def test_answers_are_those_of_the_study_s_items(study: Study, tmp_path: Path) -> None:
    simulate(tmp_path / "data.csv", compliance=1, missing_items=1)

    rows = read(tmp_path / "data.csv")
    assert {row["status"] for row in rows} == {"answered"}
    assert all(0 <= float(row["stress"]) <= 100 and row["company"] in "12" for row in rows)
    assert {row["note"] for row in rows} == {""}


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
    simulate(tmp_path / "whole.csv", days=1)
    parameters = Parameters(slug="affect", participants=3, start=date(2027, 1, 10), days=1)
    parts = [
        Part(parameters, first, last, new_schema(), tmp_path / f"{last}.csv")
        for first, last in ((1, 2), (3, 3))
    ]

    simulate_all(parts)
    with DataFile(tmp_path / "joined.csv") as file:
        file.join(part.file for part in parts)

    assert (tmp_path / "joined.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def test_arms_zones_and_own_days_are_simulated_too(tmp_path: Path) -> None:
    scheme = RANDOM | {"days": 1, "blocks": 2, "windows": "participant"}
    study = make_study(slug="affect", scheme=scheme, launched_at=None)
    arms = [Arm.objects.create(study=study, name=name) for name in ("early", "late")]
    phase = Phase.objects.create(study=study, arm=arms[0], name="asked", days=1)
    study.schedules.update(phase=phase)

    simulate(tmp_path / "data.csv", participants=4, time_zones="Asia/Tokyo,America/New_York")

    rows = read(tmp_path / "data.csv")
    assert Counter(row["id"] for row in rows).most_common() == [
        (one, 2) for one in sorted({row["id"] for row in rows})
    ]
    assert len(rows) == 2 * 2
    assert {row["tz"] for row in rows} <= {"Asia/Tokyo", "America/New_York"}


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"slug": "effect"}, "slug: there is no study “effect”. Studies: affect."),
        (
            {"participants": 0},
            "--participants: write a number from 1 to 10000, not 0.",
        ),
        ({"compliance": 1.5}, "--compliance: write a number from 0 to 1, not 1.5."),
        ({"compliance": "nan"}, "--compliance: write a number from 0 to 1, not nan."),
        ({"missing_items": -1}, "--missing-items: write a number from 0 to 1, not -1."),
        ({"latency_median": 0}, "--latency-median: write a number from 0.1 to 10080, not 0."),
        ({"days": 0}, "--days: write a number from 1 to 3660, not 0."),
        (
            {"time_zones": "Europe/Warsaw,Moon/Base"},
            "--time-zones: “Moon/Base” is not a time zone; write names like Europe/Warsaw, with "
            "commas between them.",
        ),
    ],
)
def test_what_cannot_be_simulated_is_refused_in_one_sentence(
    study: Study, tmp_path: Path, options: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(CommandError) as refused:
        simulate(tmp_path / "data.csv", **options)

    assert str(refused.value) == sentence
    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


def test_a_date_that_is_none_is_refused(study: Study, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"--start: “27\.3\.2027” is not a date like"):
        simulate(tmp_path / "data.csv", start="27.3.2027")


def test_an_infeasible_study_is_refused_with_the_first_reason(tmp_path: Path) -> None:
    make_study(slug="affect", scheme=RANDOM | {"min_gap_minutes": 600}, launched_at=None)

    with pytest.raises(CommandError, match=r"slug: “affect” cannot be simulated: .*min_gap") as no:
        simulate(tmp_path / "data.csv")

    assert no.value.returncode == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("place", ["missing/data.csv", "."])
def test_a_file_that_cannot_be_written_is_refused_before_the_work(
    study: Study, tmp_path: Path, place: str
) -> None:
    with pytest.raises(CommandError, match="--output: ") as refused:
        simulate(tmp_path / place)

    assert refused.value.returncode == 2
    assert list(tmp_path.iterdir()) == []

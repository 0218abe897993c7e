"""A simulation that a worker does: the data of the command, and nothing else changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from esmpress.jobs.asking import ask_for
from esmpress.jobs.assignment import Assignment
from esmpress.jobs.lifecycle import CancelAsked
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.simulation.long_work import SIMULATION
from esmpress.studies.models import Study
from tests.factories import make_member
from tests.simulation.conftest import Look, simulate

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2027, 1, 10, 9, 0, tzinfo=UTC)
WANTED = {"participants": 3, "seed": 7, "compliance": 75}


def ask(study: Study, **wanted: Any) -> Job:
    return ask_for(
        "simulation",
        study=study,
        asked_by=make_member(study),
        parameters=WANTED | wanted,
        now=NOW,
    )


def test_the_file_is_the_one_of_the_command(study: Study, tmp_path: Path) -> None:
    job = ask(study)

    run_next(clock=lambda: NOW)

    job.refresh_from_db()
    simulate(tmp_path / "data.csv")
    kept = b"".join(bytes(one.data) for one in job.pieces.order_by("number"))
    assert kept == (tmp_path / "data.csv").read_bytes()
    assert (job.state, job.file_name) == ("done", "affect-simulated.csv")
    assert "12 prompts were planned" in job.said


def test_nothing_but_the_job_and_its_file_changes(study: Study, look: Look) -> None:
    make_member(study)
    ask(study)
    before = look()

    run_next(clock=lambda: NOW)

    after = look()
    changed = {table for table in before if before[table] != after[table]}
    assert changed == {"jobs_job", "jobs_piece"}


def test_how_far_it_is_is_told_in_hours_of_the_study(study: Study) -> None:
    told: list[tuple[int, int | None]] = []
    assignment = Assignment(ask(study), lambda *reached: told.append(reached), NOW)

    SIMULATION.work(assignment)

    assert told == sorted(told)
    assert len(set(told)) > 5
    assert {total for _, total in told} == {57}


def test_a_cancel_leaves_nothing(study: Study, look: Look) -> None:
    job = ask(study)
    before = look()

    def stop(_done: int, _total: int | None) -> None:
        raise CancelAsked

    with pytest.raises(CancelAsked):
        SIMULATION.work(Assignment(job, stop, NOW))

    assert look() == before


def test_a_study_that_was_changed_meanwhile_fails_with_the_reason(study: Study) -> None:
    job = ask(study)
    study.schedules.all().delete()

    run_next(clock=lambda: NOW)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "could not be launched as it is" in job.said

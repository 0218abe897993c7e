"""A package as long work: one look at the data, and nobody in it who has gone."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest

from esmpress.export.package import as_job
from esmpress.export.package.writing import write_package
from esmpress.jobs.asking import ask_for
from esmpress.jobs.models import Job, Piece
from esmpress.jobs.running import run_next
from esmpress.participants.models import Participant
from esmpress.responses.intake import submit
from esmpress.studies.models import Study
from esmpress.withdrawal.levels import Level, withdraw
from tests.delivery.builders import as_worker
from tests.factories import (
    ANSWERS,
    make_member,
    make_participant,
    make_prompt,
    make_sent_prompt,
    make_study,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def study(now: datetime) -> Study:
    """Two people, of whom the first has answered."""
    study = make_study(slug="affect")
    prompt, _ = make_sent_prompt(make_participant(study))
    submit(prompt, ANSWERS, language="en", now=now)
    make_prompt(make_participant(study))
    return study


def run(study: Study, now: datetime) -> Job:
    ask_for("package", study=study, asked_by=make_member(study), now=now)
    run_next(clock=lambda: now)
    return Job.objects.get()


def rows_in(job: Job, table: str) -> list[dict[str, str]]:
    kept = b"".join(bytes(piece.data) for piece in job.pieces.order_by("number"))
    with zipfile.ZipFile(io.BytesIO(kept)) as archive:
        text = archive.read(f"data/study-affect_description-{table}_data.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Do something on another connection once the first table is written."""
    done: list[object] = []

    def write(study: Study, sink: Any, *, progress: Any, **more: Any) -> Any:
        def passed(number: int, total: int | None = None) -> None:
            if not done:
                with ThreadPoolExecutor(1) as pool:
                    done.append(pool.submit(as_worker, act).result(timeout=60))
            progress(number, total)

        return write_package(study, sink, progress=passed, **more)

    monkeypatch.setattr(as_job, "write_package", write)


def test_the_zip_is_named_after_the_version_of_the_data(study: Study, now: datetime) -> None:
    job = run(study, now)

    assert (job.state, job.file_name, job.file_type) == (
        "done",
        "affect-v1.zip",
        "application/zip",
    )
    assert [row["id"] for row in rows_in(job, "prompts")] == ["P0001", "P0002"]


def test_all_tables_tell_of_one_moment(
    study: Study, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def go_on() -> None:
        make_prompt(make_participant(study))
        Participant.objects.update(language="pl")

    meanwhile(monkeypatch, go_on)

    job = run(study, now)

    # The table of prompts was written before, that of participants after.
    assert Participant.objects.filter(language="pl").count() == 3
    people = rows_in(job, "participants")
    assert [(row["id"], row["language"]) for row in people] == [("P0001", "en"), ("P0002", "en")]


@pytest.mark.parametrize("level", [Level.EXCLUDE, Level.ERASE])
def test_nobody_gets_a_package_with_answers_that_were_taken_out_meanwhile(
    study: Study, now: datetime, monkeypatch: pytest.MonkeyPatch, level: Level
) -> None:
    participant = study.participants.get(number=1)
    meanwhile(monkeypatch, lambda: withdraw(participant, level, tells=False, now=now))

    job = run(study, now)

    assert job.state == "failed"
    assert "Ask for the file again" in job.said
    assert not Piece.objects.exists()


def test_whoever_cancels_it_ends_the_reading_too(
    study: Study, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("broken")

    meanwhile(monkeypatch, fail)

    with pytest.raises(ValueError, match="broken"):
        run(study, now)

    assert Job.objects.get().state == "failed"
    assert not Piece.objects.exists()

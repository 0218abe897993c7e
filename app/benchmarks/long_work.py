"""An export as long work: what progress, heart and pieces cost beside the command's file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measuring import CPU, Figure, between_floors
from benchmarks.watched import make_watched_study
from esmpress.accounts.models import Researcher
from esmpress.export.table import stream_csv
from esmpress.jobs.asking import ask_for
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.studies.models import Study

PARTICIPANTS, DAYS, BEEPS = 500, 14, 6
NOW = datetime(2027, 3, 1, tzinfo=UTC)
GOAL = 1.25


def jobs() -> Iterator[Figure]:
    """The CPU of an export through a job, in ratio to that of the command."""
    study = make_watched_study(
        "exported", participants=PARTICIPANTS, days=DAYS, beeps=BEEPS, now=NOW
    )
    researcher = Researcher.objects.create_user("bench@example.org")
    with TemporaryDirectory() as folder:
        file = Path(folder) / "data.csv"
        taken = between_floors(
            floor=lambda: _as_command(study, file),
            product=lambda: _as_job(study, researcher),
            clock=CPU,
            reset=Job.objects.all().delete,
        )
    yield Figure(
        name="jobs",
        what=f"export of {PARTICIPANTS * DAYS * BEEPS:,} prompts by a job, CPU of the worker",
        value=taken.product,
        unit="s",
        goal=f"<= {GOAL:g} x the command",
        is_met=taken.ratio <= GOAL,
        floor=taken.floor,
        ratio=taken.ratio,
    )


def _as_command(study: Study, file: Path) -> None:
    with file.open("wb") as lines:
        lines.writelines(stream_csv(study))


def _as_job(study: Study, researcher: Researcher) -> None:
    ask_for("export", study=study, asked_by=researcher, now=NOW)
    run_next(clock=lambda: NOW)

"""The wide table as CSV and Parquet, against bare copies of the same rows."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile

from django.db import connection, transaction

from benchmarks.exported import make_exported_study, vacuum
from benchmarks.measuring import WALL, Figure, Measured, between_floors
from esmpress.export.copying import Batches, csv_of
from esmpress.export.parquet import write_parquet
from esmpress.export.prompts_table import prompts_table
from esmpress.export.snapshot import snapshot
from esmpress.studies.models import Study

PROMPTS = 100_000
# A study of a million prompts takes minutes to make: it is for who asks for it.
LARGE = int(os.environ.get("EXPORTED_PROMPTS", "0"))
GOAL = 0.4
MOST_MB = 60
# The rows as they are stored, nothing taken apart.
_RAW = """
COPY (SELECT prompt.*, response.* FROM prompts_prompt AS prompt
        JOIN participants_participant AS participant ON participant.id = prompt.participant_id
        LEFT JOIN responses_response AS response ON response.prompt_id = prompt.id
       WHERE participant.study_id = {study}) TO STDOUT (FORMAT csv)
"""
# A table that has exactly the columns of the file.
_FLAT = "COPY bench_flat TO STDOUT (FORMAT csv)"


def export() -> Iterator[Figure]:
    """Rows a second of the wide table, as shares of those of two floors; what memory it takes."""
    study = make_exported_study("exported", prompts=PROMPTS)
    _make_flat(study)
    vacuum()
    raw = _RAW.format(study=study.pk)
    for name, work in (("CSV", _csv), ("Parquet", _parquet)):
        for floor, statement in (("flat", _FLAT), ("stored", raw)):
            taken = between_floors(
                floor=partial(_copied, statement), product=partial(work, study), clock=WALL
            )
            yield _figure(f"{name}, floor {floor}", taken)
    yield from _memory(study, PROMPTS)
    if LARGE:
        large = make_exported_study("large", prompts=LARGE)
        vacuum()
        yield from _memory(large, LARGE)


def _figure(name: str, taken: Measured) -> Figure:
    share = taken.floor / taken.product
    return Figure(
        name="export",
        what=f"{PROMPTS:,} prompts with 30 items: wide {name}",
        value=PROMPTS / taken.product,
        unit="rows/s",
        goal=f">= {GOAL:g} x the floor's",
        is_met=share >= GOAL,
        floor=PROMPTS / taken.floor,
        ratio=share,
    )


def _memory(study: Study, prompts: int) -> Iterator[Figure]:
    for name, work in (("CSV", _csv), ("Parquet", _parquet)):
        more = _grown(partial(work, study))
        yield Figure(
            name="export",
            what=f"{prompts:,} prompts as wide {name}: by how much the process grows",
            value=more,
            unit="MB",
            goal=f"<= {MOST_MB} MB",
            is_met=more <= MOST_MB,
        )


def _grown(work: Callable[[], object]) -> float:
    """By how many MB the peak of the process's memory lies above what it had."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _status("VmRSS")
    work()
    return (_status("VmHWM") - before) / 1024


def _status(name: str) -> int:
    """A line of what the kernel says of the process, in kB."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(name))


def _csv(study: Study) -> int:
    with snapshot():
        return sum(map(len, csv_of(prompts_table(study), Batches(study))))


def _parquet(study: Study) -> None:
    source = prompts_table(study)
    with snapshot(), Path(os.devnull).open("wb") as nowhere:
        write_parquet(source.table, csv_of(source, Batches(study), guarded=False), nowhere)


def _copied(statement: str) -> int:
    with transaction.atomic(), connection.cursor() as cursor, cursor.copy(statement) as copy:
        return sum(map(len, copy))


def _make_flat(study: Study) -> None:
    """The finished cells, as text: what the file holds and nothing to work out."""
    source = prompts_table(study)
    columns = ", ".join(f"c{place} text" for place in range(len(source.table.columns)))
    with snapshot(), TemporaryFile() as file:
        file.writelines(csv_of(source, Batches(study)))
        file.seek(0)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE TABLE bench_flat ({columns})")
            with cursor.copy("COPY bench_flat FROM STDIN (FORMAT csv, HEADER)") as copy:
                while block := file.read(100_000):
                    copy.write(block)

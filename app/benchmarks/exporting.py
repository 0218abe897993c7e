"""The wide table as CSV and Parquet, against bare copies of the same rows."""

from __future__ import annotations

import os
import resource
from collections.abc import Iterator
from pathlib import Path

from django.db import connection, transaction

from benchmarks.exported import make_exported_study, vacuum
from benchmarks.measuring import WALL, Figure, Measured, between_floors
from esmpress.export.copying import Batches, csv_of
from esmpress.export.parquet import write_parquet
from esmpress.export.prompts_table import prompts_table
from esmpress.export.snapshot import snapshot
from esmpress.studies.models import Study

PROMPTS = int(os.environ.get("EXPORTED_PROMPTS", "100000"))
GOAL = 0.4
MOST_MB = 300
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
    """Rows a second of the wide table, as shares of those of two floors; the process's memory."""
    study = make_exported_study("exported", prompts=PROMPTS)
    _make_flat(study)
    vacuum()
    raw = _RAW.format(study=study.pk)
    for name, work in (("CSV", _csv), ("Parquet", _parquet)):
        for floor, statement in (("flat", _FLAT), ("stored", raw)):
            taken = between_floors(
                floor=lambda statement=statement: _copied(statement),
                product=lambda work=work: work(study),
                clock=WALL,
            )
            yield _figure(f"{name}, floor {floor}", taken)
    yield _memory()


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


def _memory() -> Figure:
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Figure(
        name="export",
        what=f"most memory of the process that wrote {PROMPTS:,} prompts",
        value=most,
        unit="MB",
        goal=f"<= {MOST_MB} MB",
        is_met=most <= MOST_MB,
    )


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
    with snapshot(), connection.cursor() as cursor:
        lines = b"".join(csv_of(source, Batches(study)))
        cursor.execute(f"CREATE TABLE bench_flat ({columns})")
        with cursor.copy("COPY bench_flat FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(lines)

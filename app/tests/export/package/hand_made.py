"""A small package whose tables and rows are written by hand, hard labels and texts included."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from esmpress.delivery.cremas.counting import Counts
from esmpress.export.package.describing import describe
from esmpress.export.package.facts import PackageFacts, PackageFile, Shape, Steps
from esmpress.export.tables import Column, ItemPart, Reference, Table, file_name
from esmpress.questionnaires.safe_cells import safe_cell

MADE_AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
EMOJI, RIGHT_TO_LEFT = "Happy 🙂", "שמח"
BROKEN = 'He said "no",\nand left; \\ | <b>'
SLUG = "mood-diary"


def item(name: str, kind: str, type_: Any = "whole_number", **fields: Any) -> Column:
    part = ItemPart("moment", name, kind=kind)
    return Column(name, type_, f"Title of {name}", f"How {name} was.", item=part, **fields)


STATUSES = (("answered", "answered"), ("expired", "missed"))
PARTICIPANTS = Table(
    "participants",
    "Participants",
    "A row for each participant.",
    columns=(
        Column("id", "text", "participant", "The participant.", always_there=True),
        Column("enrolled", "date", "day of enrolment", "The day.", always_there=True),
    ),
    key=("id",),
)
PROMPTS = Table(
    "prompts",
    "Prompts",
    "A row for each planned prompt | missed ones too.",
    columns=(
        Column("id", "text", "participant", "The participant.", always_there=True),
        Column("obsno", "whole_number", "number", "Its number.", minimum=1, always_there=True),
        Column("questionnaire", "text", "questionnaire", "What was asked.", always_there=True),
        Column("status", "text", "status", "How it ended.", labels=STATUSES, always_there=True),
        Column("scheduled_utc", "instant", "drawn moment", "The moment.", always_there=True),
        Column("scheduled_local", "local_instant", "the same", "The moment.", always_there=True),
        item("mood", "likert", labels=((1, RIGHT_TO_LEFT), (2, EMOJI), (3, BROKEN))),
        item("company", "single_choice", labels=((1, "Alone"), (2, ""), (3, "Alone"))),
        item("stress", "slider", "number", minimum=0, maximum=100, labels=((0, "No"), (100, "A"))),
        item("balance", "number", "number", unit="PLN", minimum=-500),
        item("note", "text", "text"),
        Column("missing", "json", "reasons", "Why answers are not there."),
    ),
    key=("id", "obsno"),
    references=(Reference(("id",), "participants", ("id",)),),
)
TABLES = (PROMPTS, PARTICIPANTS)
NOTE = "=1+1 🙂 “שלום”\nsecond line"
AT = ["2027-01-11T09:00:00Z", "2027-01-11T10:00:00"]
SKIPPED = (
    '{"mood":"not_asked","company":"declined","stress":"not_reached","balance":"not_answered"}'
)
ROWS: dict[str, list[list[Any]]] = {
    "prompts": [
        ["P0001", 1, "moment", "answered", *AT, 3, 1, 62.5, -91, NOTE, None],
        ["P0001", 2, "moment", "expired", *AT, None, None, None, None, None, SKIPPED],
        ["P0002", 1, "moment", "expired", *AT, None, None, None, None, None, None],
    ],
    "participants": [["P0001", "2027-01-10"], ["P0002", "2027-01-10"]],
}


def write_package(
    folder: Path, tables: Sequence[Table] = TABLES, rows: dict[str, list[list[Any]]] = ROWS
) -> PackageFacts:
    """Write the CSV files and the documents into a folder."""
    files = [_write_table(folder, table, rows[table.name]) for table in tables]
    facts = facts_of(tables, files)
    for path, content in describe(facts):
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_bytes(content)
    return facts


def facts_of(tables: Sequence[Table], files: Sequence[PackageFile]) -> PackageFacts:
    return PackageFacts(
        slug=SLUG,
        name="Mood & “diary” 🙂",
        dataset_version=3,
        made_at=MADE_AT,
        tables=tuple(tables),
        files=tuple(files),
        languages=("en", "he"),
        time_zones=("Europe/Warsaw",),
        software="ESMpress 0.1.0",
        shape=Shape(participants=2, prompts_of_one=2, days=1, beeps=2),
        steps=(
            Steps("all", Counts(3, 3, 3, 2, 2, 1, 1, 2)),
            Steps("P0001", Counts(2, 2, 2, 2, 2, 1, 1, 1), reported=1),
            Steps("P0002", Counts(1, 1, 1, 0, 0, 0, 0, 0)),
        ),
        left_out=1,
    )


def _write_table(folder: Path, table: Table, rows: list[list[Any]]) -> PackageFile:
    path = file_name(table, SLUG)
    (folder / path).parent.mkdir(exist_ok=True)
    with (folder / path).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in table.columns])
        writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    content = (folder / path).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    return PackageFile(path, len(content), digest, table.name, len(rows))

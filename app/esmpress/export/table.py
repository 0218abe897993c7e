"""The long table: one row for each planned prompt, missed ones included, as streamed CSV."""

from __future__ import annotations

import csv
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from typing import cast

from django.db.models import QuerySet

from esmpress.export.columns import (
    DESIGN,
    STATE,
    ItemColumns,
    design_cells,
    instant_cells,
    instant_columns,
    state_cells,
)
from esmpress.export.given import given_to
from esmpress.export.stages import Stages
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.names import Cell
from esmpress.studies.models import Study

CHUNK = 2000
# Is told how many prompts are written; what it raises ends the table.
Passed = Callable[[int], object]


def untold(number: int) -> None:
    """Nobody wants to know."""
    del number


def stream_csv(study: Study, *, passed: Passed = untold) -> Iterator[str]:
    """The table as lines of CSV (RFC 4180, UTF-8), its header first.

    Whoever has their answers left out of exports is in none of its rows.
    """
    yield from lines_of(table_rows(study, exported_prompts(study), passed=passed))


def exported_prompts(study: Study) -> QuerySet[Prompt]:
    """The prompts of everybody whose answers are not left out of exports."""
    everybody = study.participants.in_exports()
    return Prompt.objects.filter(participant__in=everybody.order_by())


def lines_of(rows: Iterable[list[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV."""
    writer = csv.writer(_Echo())
    return (writer.writerow(row) for row in rows)


def table_rows(
    study: Study, prompts: QuerySet[Prompt], *, passed: Passed = untold
) -> Iterator[list[Cell]]:
    """The header, then a row for each of the study's prompts that are given."""
    items = ItemColumns(study)
    yield [*DESIGN, *instant_columns(), *STATE, *items.names.values()]
    yield from _rows(study, in_order(prompts, passed=passed), items)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _rows(study: Study, prompts: Iterable[Prompt], items: ItemColumns) -> Iterator[list[Cell]]:
    participant, obsno = None, 0
    stages = Stages(study)
    for prompt in prompts:
        obsno = obsno + 1 if prompt.participant_id == participant else 1
        participant = prompt.participant_id
        given = given_to(prompt)
        yield [
            *design_cells(study, prompt, stages, obsno),
            *instant_cells(prompt),
            *state_cells(prompt, given),
            *items.cells(given.version, given.answers),
        ]


def in_order(prompts: QuerySet[Prompt], *, passed: Passed = untold) -> Iterator[Prompt]:
    """The prompts in the order of the table, with what was answered."""
    rows = (
        prompts.select_related(
            "participant__study",
            "schedule__questionnaire",
            "schedule_version",
            "questionnaire_version",
            "response",
            "draft",
        )
        .order_by("participant__number", "scheduled_at", "pk")
        .iterator(chunk_size=CHUNK)
    )
    # Whatever ends the table early, its cursor is closed while its transaction is there.
    with closing(cast("Generator[Prompt]", rows)) as found:
        for number, prompt in enumerate(found, 1):
            yield prompt
            passed(number)

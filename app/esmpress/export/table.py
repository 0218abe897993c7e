"""The long table: one row for each planned prompt, missed ones included, as streamed CSV."""

from __future__ import annotations

import csv
from collections.abc import Iterator

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


def stream_csv(study: Study) -> Iterator[str]:
    """The table as lines of CSV (RFC 4180, UTF-8), its header first."""
    writer = csv.writer(Echo())
    items = ItemColumns(study)
    yield writer.writerow([*DESIGN, *instant_columns(), *STATE, *items.names.values()])
    for row in _rows(study, items):
        yield writer.writerow(row)


class Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _rows(study: Study, items: ItemColumns) -> Iterator[list[Cell]]:
    participant, obsno = None, 0
    stages = Stages(study)
    for prompt in prompts_of(study):
        obsno = obsno + 1 if prompt.participant_id == participant else 1
        participant = prompt.participant_id
        given = given_to(prompt)
        yield [
            *design_cells(study, prompt, stages, obsno),
            *instant_cells(prompt),
            *state_cells(prompt, given),
            *items.cells(given.version, given.answers),
        ]


def prompts_of(study: Study) -> Iterator[Prompt]:
    """The prompts in the order of the table, with what was answered."""
    return (
        Prompt.objects.filter(participant__study=study)
        .select_related(
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

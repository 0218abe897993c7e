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
from esmpress.export.stages import Stages
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.names import Cell
from esmpress.responses.models import Response
from esmpress.studies.models import Study

CHUNK = 2000


def stream_csv(study: Study) -> Iterator[str]:
    """The table as lines of CSV (RFC 4180, UTF-8), its header first."""
    writer = csv.writer(_Echo())
    items = ItemColumns(study)
    yield writer.writerow([*DESIGN, *instant_columns(), *STATE, *items.names.values()])
    for row in _rows(study, items):
        yield writer.writerow(row)


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _rows(study: Study, items: ItemColumns) -> Iterator[list[Cell]]:
    participant, obsno = None, 0
    stages = Stages(study)
    for prompt in _prompts(study):
        obsno = obsno + 1 if prompt.participant_id == participant else 1
        participant = prompt.participant_id
        response = _response(prompt)
        version = response.questionnaire_version_id if response else None
        yield [
            *design_cells(study, prompt, stages, obsno),
            *instant_cells(prompt),
            *state_cells(prompt, response),
            *items.cells(version, response.answers if response else {}),
        ]


def _prompts(study: Study) -> Iterator[Prompt]:
    return (
        Prompt.objects.filter(participant__study=study)
        .select_related(
            "participant",
            "schedule__questionnaire",
            "schedule_version",
            "questionnaire_version",
            "response",
        )
        .order_by("participant__number", "scheduled_at", "pk")
        .iterator(chunk_size=CHUNK)
    )


def _response(prompt: Prompt) -> Response | None:
    return getattr(prompt, "response", None)

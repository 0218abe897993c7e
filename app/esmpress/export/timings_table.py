"""The table of timings: a row for each item, page and absence of a prompt, as streamed CSV.

docs/data-dictionary.md explains each column.
"""

from __future__ import annotations

import csv
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from typing import cast

from django.db.models import QuerySet

from esmpress.export.copying import Passed, untold
from esmpress.export.given import given_to, timings_given
from esmpress.export.table import exported_prompts
from esmpress.prompts.models import Prompt
from esmpress.questionnaires.names import Cell
from esmpress.questionnaires.safe_cells import safe_cell
from esmpress.responses.timings import Timings
from esmpress.studies.models import Study

PROMPT = (
    "study",
    "id",
    "schedule",
    "day",
    "beep",
    "questionnaire",
    "questionnaire_version",
    "completeness",
    "device",
)
CHUNK = 2000
COLUMNS = (
    *PROMPT,
    "what",
    "name",
    "first_shown_ms",
    "first_touch_ms",
    "last_change_ms",
    "changes",
    "shown_for_ms",
    "hidden_from_ms",
    "hidden_until_ms",
)


def stream_timings(study: Study, *, passed: Passed = untold) -> Iterator[bytes]:
    """The table as lines of CSV, its header first.

    Whoever has their answers left out of exports is in none of its rows.
    """
    for line in lines_of(timings_rows(study, exported_prompts(study), passed=passed)):
        yield line.encode()


def lines_of(rows: Iterable[list[Cell]]) -> Iterator[str]:
    """The rows as lines of CSV."""
    writer = csv.writer(_Echo(), lineterminator="\n")
    return (writer.writerow(row) for row in rows)


def timings_rows(
    study: Study, prompts: QuerySet[Prompt], *, passed: Passed = untold
) -> Iterator[list[Cell]]:
    """The header, then the rows of the study's prompts that are given."""
    yield [*COLUMNS]
    for prompt in in_order(prompts, passed=passed):
        timings = timings_given(prompt)
        if timings is not None:
            named = _named(study, prompt)
            for row in _rows(timings):
                yield [*named, *row]


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


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _named(study: Study, prompt: Prompt) -> list[Cell]:
    version, given = prompt.questionnaire_version, given_to(prompt)
    return [
        study.slug,
        prompt.participant.code,
        safe_cell(prompt.schedule.name),
        prompt.study_day,
        prompt.beep,
        prompt.schedule.questionnaire.slug,
        version.number if version else None,
        given.completeness,
        given.device,
    ]


def _rows(timings: Timings) -> Iterator[list[Cell]]:
    """Items, then pages, then when the page was hidden; in the order of the definition."""
    for name, (shown, touch, last, changes) in timings.items.items():
        yield ["item", name, shown, touch, last, changes, None, None, None]
    for name, (shown, length) in timings.pages.items():
        yield ["page", name, shown, None, None, None, length, None, None]
    for begin, end in timings.hidden:
        yield ["hidden", None, None, None, None, None, None, begin, end]

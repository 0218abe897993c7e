"""The table of timings: a row for each item, page and absence of a prompt, as streamed CSV.

docs/data-dictionary.md explains each column.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from esmpress.export.given import given_to, timings_given
from esmpress.export.table import Passed, exported_prompts, in_order, lines_of, untold
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


def stream_timings(study: Study, *, passed: Passed = untold) -> Iterator[str]:
    """The table as lines of CSV, its header first.

    Whoever has their answers left out of exports is in none of its rows.
    """
    yield from lines_of(timings_rows(study, exported_prompts(study), passed=passed))


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

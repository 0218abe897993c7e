"""The table of items: one row for each item of each prompt that has answers, with paradata."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from psycopg.sql import SQL, Composable, Literal

from esmpress.export.cells import Cell
from esmpress.export.item_columns import Version
from esmpress.export.prompt_reasons import why_absent
from esmpress.export.prompt_words import STATIC
from esmpress.export.prompts_table import ANSWERS, KEY, VERSION, PromptRows, Wanted, prompt_rows
from esmpress.export.sources import People, Source
from esmpress.export.tables import Column, Reference, Table
from esmpress.questionnaires.items import Information
from esmpress.questionnaires.items.parts import MISSING
from esmpress.responses.paradata import PER_ITEM, timed_items
from esmpress.studies.models import Study

_OUTCOMES = (
    ("answered", "answered"),
    ("not_asked", "never shown"),
    ("not_answered", "shown and skipped"),
    ("not_reached", "the time was over before"),
    ("declined", "preferred not to say"),
    ("not_computed", "its formula came to nothing"),
)
_MS: tuple[tuple[str, str, str], ...] = (
    ("first_shown_ms", "First shown", "On the screen for the first time, at least half of it."),
    ("first_touch_ms", "First touched", "Touched for the first time. Empty if never."),
    ("last_change_ms", "Last changed", "The answer was changed for the last time."),
)
_SINCE = "In milliseconds since the prompt was opened, by the page's own clock."
_OWN = {column.name: column for column in STATIC}
_COLUMNS = (
    *(_OWN[name] for name in (*KEY, "questionnaire", "questionnaire_version", "completeness")),
    Column("item", "text", "Item", "Name of the item.", always_there=True),
    Column(
        "position",
        "whole_number",
        "Place in the questionnaire",
        "Place of the item in the definition of its version, from 1.",
        minimum=1,
        always_there=True,
    ),
    Column(
        "outcome",
        "text",
        "What became of the item",
        "Whether there is an answer, and if not, why.",
        labels=_OUTCOMES,
        always_there=True,
    ),
    *(
        Column(name, "whole_number", title, f"{words} {_SINCE}", unit="ms", minimum=0)
        for name, title, words in _MS
    ),
    Column(
        "changes",
        "whole_number",
        "Number of changes",
        "How often the answer was changed; giving it the first time counts.",
        minimum=0,
    ),
)
_PLAIN = (
    SQL("participant.code"),
    SQL("prompt.obsno"),
    SQL("schedule.questionnaire"),
    SQL("questionnaire_version.number"),
    SQL("CASE WHEN response.id IS NOT NULL THEN 'complete' ELSE 'partial' END"),
    SQL("asked.name"),
    SQL("asked.position"),
)
_OUTCOME = SQL("""CASE WHEN told.prompt_id IS NOT NULL
            THEN coalesce(told.missing::jsonb ->> asked.name, 'answered')
            WHEN {answers} -> asked.name ->> {missing} IS NOT NULL THEN 'declined'
            WHEN {answers} ? asked.name THEN 'answered' ELSE asked.why END""")
# A response keeps numbers without names, a part of one names its items.
_TIMING = SQL("""coalesce(nullif(response.item_timings[asked.first + {at}], -1),
       (told.timings -> asked.name ->> {at})::integer)""")
_ASKED = SQL("""
  JOIN (VALUES {values}) AS asked (version, position, name, first, why)
    ON asked.version = {version} AND {answers} IS NOT NULL""")


def items_table(study: Study, wanted: Wanted | None = None) -> Source:
    """What became of each item of each prompt that has answers."""
    found = prompt_rows(study, wanted)
    outcome = _OUTCOME.format(answers=ANSWERS, missing=Literal(MISSING))
    timings = [_TIMING.format(at=Literal(at)) for at in range(PER_ITEM)]
    table = Table(
        name="items",
        title="Items and their timings",
        description="One row for each item of each prompt with answers: whether there is an "
        "answer, why not, and when the item was shown and touched.",
        columns=_COLUMNS,
        key=(*KEY, "item"),
        references=(Reference(KEY, "prompts", KEY),),
    )
    cells = tuple(Cell(one) for one in (*_PLAIN, outcome, *timings))
    return Source(table, cells, partial(_rows, found), before=found.before)


def _rows(found: PromptRows, people: People) -> Composable:
    values = [value for version in found.versions for value in _asked(version)]
    joined = _ASKED.format(
        values=SQL(", ").join(values) if values else SQL("(0::bigint, 0, '', 0, '')"),
        version=VERSION,
        answers=ANSWERS,
    )
    return found.rows(people, joined=joined, then=SQL(", asked.position"))


def _asked(version: Version) -> Iterator[Composable]:
    """The items of a version, with where the timings of each begin in what a response keeps."""
    absent = why_absent(version.definition)
    timed = {name: place for place, name in enumerate(timed_items(version.definition))}
    asked = [one for one in version.definition.items if not isinstance(one, Information)]
    for position, item in enumerate(asked, start=1):
        # Nobody sees what is computed: it has no place there.
        first = Literal(1 + PER_ITEM * timed[item.name]) if item.name in timed else SQL("NULL::int")
        yield SQL("({}::bigint, {}, {}, {}, {})").format(
            Literal(version.pk),
            Literal(position),
            Literal(item.name),
            first,
            Literal(absent[item.name]),
        )

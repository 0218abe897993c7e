"""The lines of an import, a page at a time, by what was found out about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from esmpress.console.people_import.masking import masked
from esmpress.console.people_import.words import FIELDS, VERDICTS, reasons_in_words
from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.reading.rows import Cells

A_PAGE = 100
Verdict = ImportLine.Verdict
# What the address of the page calls each choice of lines, doubtful ones first.
FILTERS = (Verdict.DOUBTFUL, Verdict.REFUSED, Verdict.GOOD)


@dataclass(frozen=True)
class ShownLine:
    """A line of the table: its number, what was read in it, and what speaks against it."""

    number: int
    verdict: str
    word: str
    cells: list[str]
    sentence: str
    can_be_chosen: bool
    is_included: bool


@dataclass(frozen=True)
class Lines:
    """One page of lines; pages count from 1."""

    heads: list[str]
    rows: list[ShownLine]
    chosen: str
    number: int
    count: int
    filters: list[tuple[str, str, int, bool]]


def lines_of(stored: PeopleImport, asked: dict[str, str], *, sees_addresses: bool) -> Lines:
    """The page that is asked for, of all lines or those with one verdict; one statement."""
    chosen = asked.get("lines", "")
    chosen = chosen if chosen in FILTERS else ""
    total = stored.counts[chosen or "lines"]
    count = max(1, -(-total // A_PAGE))
    page = asked.get("page", "")
    number = int(page) if page.isdecimal() and 1 <= int(page) <= count else 1
    rows = stored.lines.order_by("number")
    if chosen:
        rows = rows.filter(verdict=chosen)
    shown = rows[(number - 1) * A_PAGE : number * A_PAGE]
    fields = _shown_fields(stored, sees_addresses=sees_addresses)
    return Lines(
        heads=[str(FIELDS[field]) for field in fields],
        rows=[_row(stored, line, fields, sees_addresses=sees_addresses) for line in shown],
        chosen=chosen,
        number=number,
        count=count,
        filters=_filters(stored, chosen),
    )


def _filters(stored: PeopleImport, chosen: str) -> list[tuple[str, str, int, bool]]:
    everything = ("", _("all"), stored.counts["lines"], not chosen)
    return [
        everything,
        *((one, str(VERDICTS[one]), stored.counts[one], one == chosen) for one in FILTERS),
    ]


def _shown_fields(stored: PeopleImport, *, sees_addresses: bool) -> list[Field]:
    """To others than the uploader the address alone is shown, masked: the rest may be anything."""
    fields = [field for field in Field if field in stored.columns]
    return fields if sees_addresses else [Field.EMAIL]


def _row(
    stored: PeopleImport, line: ImportLine, fields: list[Field], *, sees_addresses: bool
) -> ShownLine:
    cells = stored.cells_of(line)
    found = [_cell(cells, stored.columns.get(field)) for field in fields]
    return ShownLine(
        number=line.number,
        verdict=line.verdict,
        word=str(VERDICTS[Verdict(line.verdict)]),
        cells=found if sees_addresses else [masked(cell) for cell in found],
        sentence=reasons_in_words(line),
        can_be_chosen=line.verdict == Verdict.DOUBTFUL,
        is_included=line.is_included,
    )


def _cell(cells: Cells, place: Any) -> str:
    return cells[place] if place is not None and place < len(cells) else ""

"""A file of people, whatever it is: how it is to be read, and its rows within limits."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import islice
from typing import cast

from esmpress.people_import.reading import limits
from esmpress.people_import.reading.rows import Layout, Refusal, RefusedFile, Row
from esmpress.people_import.reading.spreadsheets import OLD_EXCEL, ZIP, check_package, read_sheet
from esmpress.people_import.reading.text_tables import find_layout, read_text


def layout_of(content: bytes, *, encoding: str = "") -> Layout:
    """How to read it, by what is in it and not by its name; raises RefusedFile."""
    if len(content) > limits.MAX_BYTES:
        raise RefusedFile(Refusal.TOO_LARGE)
    if content.startswith(OLD_EXCEL):
        raise RefusedFile(Refusal.OLD_EXCEL)
    if content.startswith(ZIP):
        check_package(content)
        return Layout()
    return find_layout(content, encoding=encoding)


def rows_of(content: bytes, layout: Layout) -> Iterator[Row]:
    """Every row that holds something; raises RefusedFile, also for none and for too many."""
    rows = read_sheet(content) if layout.is_spreadsheet else read_text(content, layout)
    count = 0
    for count, row in enumerate(rows, start=1):
        # One more than lines: the heading.
        if count > limits.MAX_LINES + 1:
            raise RefusedFile(Refusal.TOO_MANY_LINES)
        yield Row(row.number, tuple(map(_cut, row.cells[: limits.MAX_COLUMNS])))
    if not count:
        raise RefusedFile(Refusal.EMPTY)


def first_rows(content: bytes, layout: Layout, *, count: int) -> list[Row]:
    """The first rows alone; raises RefusedFile."""
    with closing(cast("Generator[Row]", rows_of(content, layout))) as rows:
        return list(islice(rows, count))


def _cut(cell: str) -> str:
    return cell[: limits.MAX_CELL]

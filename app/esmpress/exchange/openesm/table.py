"""Reads the table of a data set: one line a moment, tabs or commas between the cells."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from esmpress.exchange.openesm.refusals import RefusedDataSet, at_line

MAX_BYTES = 100_000_000
MOST_LINES = 500_000
# As R writes what is not there.
BLANK = frozenset({"", "NA", "NaN"})


@dataclass(frozen=True)
class Line:
    """One moment: its cells by column, without those that are blank."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The columns in their order, and the lines in theirs."""

    columns: tuple[str, ...]
    lines: list[Line]

    def values(self, column: str) -> set[str]:
        """What stands in a column, each once."""
        return {line.cells[column] for line in self.lines if column in line.cells}


def read_table(content: bytes) -> Table:
    """The whole table; raises RefusedDataSet, naming the line."""
    if len(content) > MAX_BYTES:
        raise RefusedDataSet([f"The table has more than {MAX_BYTES // 1_000_000} MB."])
    rows = _rows(_decoded(content))
    try:
        first = next(rows, None)
        if first is None:
            raise RefusedDataSet(["The table is empty."])
        columns = _columns(first[1])
        lines = [_line(number, cells, columns) for number, cells in rows]
    except csv.Error as error:
        raise RefusedDataSet([f"The table cannot be read: {error}."]) from error
    if len(lines) > MOST_LINES:
        raise RefusedDataSet([f"The table has more than {MOST_LINES} lines."])
    return Table(columns, lines)


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content[: error.start].count(b"\n") + 1
        raise RefusedDataSet([at_line(number, "this is no UTF-8; save it as UTF-8.")]) from error
    if "\0" in text:
        number = text[: text.index("\0")].count("\n") + 1
        raise RefusedDataSet([at_line(number, "the character U+0000 stands in it.")])
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not empty, with the line each begins in."""
    head = text.partition("\n")[0]
    delimiter = max("\t;,", key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, [cell.strip() for cell in cells]
        begins = reader.line_num + 1


def _columns(cells: list[str]) -> tuple[str, ...]:
    for cell in cells:
        if not cell or cells.count(cell) > 1:
            raise RefusedDataSet(
                [at_line(1, f"each column needs a name of its own, not “{cell}”.")]
            )
    return tuple(cells)


def _line(number: int, cells: list[str], columns: tuple[str, ...]) -> Line:
    if len(cells) != len(columns):
        sentence = f"it has {len(cells)} cells, and the head of the table has {len(columns)}."
        raise RefusedDataSet([at_line(number, sentence)])
    named = zip(columns, cells, strict=True)
    return Line(number, {column: cell for column, cell in named if cell not in BLANK})

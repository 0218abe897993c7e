"""Where the rows of a table come from: one statement for some of the participants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from psycopg.sql import SQL, Composable

from esmpress.export.cells import Cell
from esmpress.export.tables import Table

People = Sequence[int]


def nothing_before(people: People) -> None:
    """No row needs anything worked out before."""
    del people


@dataclass(frozen=True)
class Source:
    """A table, the expression of each cell, and FROM to ORDER BY for some participants' keys.

    `before` is called with the keys before their rows are read. Rows stand by participant; a table
    that is about none of them has all its rows where `is_of_study`.
    """

    table: Table
    cells: tuple[Cell, ...]
    rows: Callable[[People], Composable]
    before: Callable[[People], None] = nothing_before
    is_of_study: bool = False

    def query(self, people: People, *, guarded: bool) -> Composable:
        """The SELECT of these participants' rows."""
        cells = SQL(",\n       ").join(cell.written(guarded=guarded) for cell in self.cells)
        return SQL("SELECT {}\n{}").format(cells, self.rows(people))

    @property
    def header(self) -> bytes:
        """The first line of the CSV file."""
        return ",".join(column.name for column in self.table.columns).encode() + b"\n"

"""The rows of one SPSS file, gathered column by column."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from esmpress.export.package.sav_cells import MAX_KNOWN, Numbers, empty_column, width_for
from esmpress.export.package.sav_columns import SavColumn

# Cells are read a column at a time, of so many rows.
AT_ONCE = 200
# The file is compressed: eight blanks take a byte of it.
_BLANKS = 8


class Gathered:
    """The rows of one file."""

    def __init__(self, columns: Sequence[SavColumn]) -> None:
        """Empty at first."""
        self.rows = 0
        # How long the long texts are, about: those of the last few rows are not counted yet.
        self.text_bytes = 0
        self._columns = [empty_column(column) for column in columns]
        # How long the longest text of a column is, by its place, of columns that have long ones.
        self._longest: dict[int, int] = {}
        self._waiting: list[Sequence[str]] = []
        places = {column.column.name: place for place, column in enumerate(columns)}
        self._missing, self._asked = places.get("missing"), places.get("questionnaire")
        self._of_item: dict[tuple[str, str], list[Numbers]] = defaultdict(list)
        for column, cells in zip(columns, self._columns, strict=True):
            if column.codes and column.column.item and isinstance(cells, Numbers):
                item = column.column.item
                self._of_item[item.questionnaire, item.item].append(cells)

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.rows * len(self._columns)

    def padding_with(self, row: Sequence[str]) -> int:
        """What blanks beside long texts would take of the file, in bytes, were the row in it."""
        longest = self._longest_with(row)
        return (self.rows + 1) * sum(map(width_for, longest.values())) // _BLANKS

    def add(self, row: Sequence[str]) -> None:
        """Take a row of CSV, read into cells that nothing was put in front of."""
        self._longest = self._longest_with(row)
        self._waiting.append(row)
        self.rows += 1
        if len(self._waiting) == AT_ONCE:
            self._take()

    def values(self) -> list[Any]:
        """The columns for pandas, in their order."""
        self._take()
        return [column.values() for column in self._columns]

    def _longest_with(self, row: Sequence[str]) -> dict[int, int]:
        long = {at: len(cell.encode()) for at, cell in enumerate(row) if len(cell) > MAX_KNOWN}
        if not long:
            return self._longest
        known = self._longest
        return known | {at: max(size, known.get(at, 0)) for at, size in long.items()}

    def _take(self) -> None:
        rows, self._waiting = self._waiting, []
        if not rows:
            return
        for column, cells in zip(self._columns, zip(*rows, strict=True), strict=True):
            column.take(cells)
        self.text_bytes = sum(column.text_bytes for column in self._columns)
        if self._missing is not None and self._asked is not None:
            for place, row in enumerate(rows, self.rows - len(rows)):
                self._explain(place, row[self._asked], row[self._missing])

    def _explain(self, place: int, questionnaire: str, missing: str) -> None:
        """Write the reasons of a row into its cells."""
        for item, reason in json.loads(missing).items() if missing else ():
            for column in self._of_item.get((questionnaire, item), ()):
                column.explain(place, reason)

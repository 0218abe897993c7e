"""The rows of one SPSS file, gathered column by column in as little memory as they need."""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np

from esmpress.export.package.sav_columns import MAX_TEXT, SavColumn, cut

# Texts of a column are as wide in every part of a table: SPSS joins no others.
WIDTHS = (8, 32, 128, 512, 2048, 8192, MAX_TEXT)
_NO_TIME = np.iinfo(np.int64).min
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Numbers:
    """Numbers; of a cell that is empty, the code of the reason, or nothing."""

    text_bytes = 0

    def __init__(self, column: SavColumn) -> None:
        """Empty at first."""
        self._codes, self._values = column.codes, array("d")

    def add(self, cell: str, reason: str | None) -> None:
        """Take a cell."""
        if cell:
            self._values.append(float(cell))
        else:
            self._values.append(self._codes.get(reason or "", float("nan")))

    def values(self) -> Any:
        """A column for pandas."""
        return np.frombuffer(self._values, dtype=np.float64) if self._values else np.empty(0)


class Moments:
    """Instants in UTC or on a wall clock, to the second."""

    text_bytes = 0

    def __init__(self) -> None:
        """Empty at first."""
        self._seconds = array("q")

    def add(self, cell: str, reason: str | None) -> None:
        """Take a cell."""
        if cell:
            at = datetime.fromisoformat(cell).replace(tzinfo=UTC)
            self._seconds.append(int((at - _EPOCH).total_seconds()))
        else:
            self._seconds.append(_NO_TIME)

    def values(self) -> Any:
        """A column for pandas."""
        seconds = np.array(self._seconds, dtype=np.int64)
        return seconds.view("datetime64[s]").astype("datetime64[ms]")


class Days(Moments):
    """Dates."""

    def values(self) -> Any:
        """A column for pandas."""
        return super().values().astype("datetime64[D]").astype(object)


class Texts:
    """Texts, none longer than SPSS takes."""

    def __init__(self) -> None:
        """Empty at first."""
        self._values: list[str] = []
        self._known: dict[str, str] = {}
        self.text_bytes = 0

    def add(self, cell: str, reason: str | None) -> None:
        """Take a cell; the same short text is kept once."""
        if len(cell) <= WIDTHS[2]:
            self._values.append(self._known.setdefault(cell, cell))
            return
        self._values.append(cut(cell, MAX_TEXT))
        self.text_bytes += len(cell)

    def values(self) -> Any:
        """A column for pandas, its first text with blanks that make the column so wide.

        To SPSS blanks at the end of a text are none.
        """
        longest = max((len(text.encode()) for text in self._values), default=0)
        width = next(one for one in WIDTHS if longest <= one)
        if self._values:
            first = self._values[0]
            self._values[0] = first + " " * (width - len(first.encode()))
        return np.array(self._values, dtype=object)


class Gathered:
    """The rows of one file."""

    def __init__(self, columns: Sequence[SavColumn]) -> None:
        """Empty at first."""
        self.rows = 0
        self._columns = [_empty(column) for column in columns]
        self._items = [column.column.item if column.codes else None for column in columns]
        places = {column.column.name: place for place, column in enumerate(columns)}
        self._missing, self._asked = places.get("missing"), places.get("questionnaire")

    @property
    def cells(self) -> int:
        """How many there are."""
        return self.rows * len(self._columns)

    @property
    def text_bytes(self) -> int:
        """How long the texts are that are kept one by one, about."""
        return sum(column.text_bytes for column in self._columns)

    def add(self, row: Sequence[str]) -> None:
        """Take a row of CSV, read into cells that nothing was put in front of."""
        why = self._reasons(row)
        asked = row[self._asked] if self._asked is not None else ""
        for column, item, cell in zip(self._columns, self._items, row, strict=True):
            is_asked = bool(why) and item is not None and item.questionnaire == asked
            column.add(cell, why.get(item.item) if is_asked and item else None)
        self.rows += 1

    def values(self) -> list[Any]:
        """The columns for pandas, in their order."""
        return [column.values() for column in self._columns]

    def _reasons(self, row: Sequence[str]) -> Mapping[str, str]:
        told = row[self._missing] if self._missing is not None else ""
        found: Mapping[str, str] = json.loads(told) if told else {}
        return found


def _empty(column: SavColumn) -> Numbers | Moments | Texts:
    match column.column.type:
        case "whole_number" | "number":
            return Numbers(column)
        case "instant" | "local_instant":
            return Moments()
        case "date":
            return Days()
    return Texts()

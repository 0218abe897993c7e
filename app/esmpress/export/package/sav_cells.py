"""The cells of a column of an SPSS file, in as little memory as they need."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from math import isnan, nan
from typing import Any

import numpy as np

from esmpress.export.package.sav_columns import MAX_TEXT, SavColumn, cut

# Texts of a column are as wide in every part of a table: SPSS joins no others.
WIDTHS = (8, 32, 128, 512, 2048, 8192, MAX_TEXT)
# Longer texts are seldom the same twice.
MAX_KNOWN = 128


def width_for(length: int) -> int:
    """How wide a column is whose longest text has so many bytes."""
    return next(one for one in WIDTHS if min(length, MAX_TEXT) <= one)


class Numbers:
    """Numbers; of a cell that is empty, the code of the reason, or nothing."""

    text_bytes = 0

    def __init__(self, column: SavColumn) -> None:
        """Empty at first."""
        self._codes, self._values = column.codes, array("d")

    def take(self, cells: Sequence[str]) -> None:
        """Take the next cells."""
        self._values.extend([float(cell) if cell else nan for cell in cells])

    def explain(self, place: int, reason: str) -> None:
        """Write why the cell of a row is empty, if it is."""
        if isnan(self._values[place]) and reason in self._codes:
            self._values[place] = self._codes[reason]

    def values(self) -> Any:
        """A column for pandas."""
        return np.array(self._values)


class Moments:
    """Instants in UTC or on a wall clock, to the second, and dates, which are their midnight.

    An empty column of Python's dates would become one of texts.
    """

    text_bytes = 0

    def __init__(self) -> None:
        """Empty at first."""
        self._seconds = array("q")

    def take(self, cells: Sequence[str]) -> None:
        """Take the next cells."""
        read = np.array([cell.removesuffix("Z") for cell in cells], dtype="datetime64[s]")
        self._seconds.frombytes(read.tobytes())

    def values(self) -> Any:
        """A column for pandas."""
        seconds = np.array(self._seconds, dtype=np.int64)
        return seconds.view("datetime64[s]").astype("datetime64[ms]")


class Texts:
    """Texts, none longer than SPSS takes."""

    def __init__(self) -> None:
        """Empty at first."""
        self._values: list[str] = []
        self._known: dict[str, str] = {}
        self.text_bytes = 0

    def take(self, cells: Sequence[str]) -> None:
        """Take the next cells; the same short text is kept once."""
        for cell in cells:
            if len(cell) > MAX_KNOWN:
                self.text_bytes += len(cell)
                self._values.append(cut(cell, MAX_TEXT))
            else:
                self._values.append(self._known.setdefault(cell, cell))

    def values(self) -> Any:
        """A column for pandas, its first text with blanks that make the column so wide.

        To SPSS blanks at the end of a text are none.
        """
        longest = max((len(text.encode()) for text in self._values), default=0)
        width = width_for(longest)
        if self._values:
            first = self._values[0]
            self._values[0] = first + " " * (width - len(first.encode()))
        return np.array(self._values, dtype=object)


def empty_column(column: SavColumn) -> Numbers | Moments | Texts:
    """What gathers the cells of a column."""
    match column.column.type:
        case "whole_number" | "number":
            return Numbers(column)
        case "instant" | "local_instant" | "date":
            return Moments()
    return Texts()

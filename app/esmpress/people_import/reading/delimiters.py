"""What separates the columns of a text: found where its first lines are cut most evenly."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

DELIMITERS = (";", ",", "\t")
LOOKED_AT = 50


def find_delimiter(lines: Sequence[str]) -> str:
    """The delimiter that cuts most of the lines into equally many columns, more than one."""
    return max(DELIMITERS, key=lambda one: _evenness(lines, one))


def _evenness(lines: Sequence[str], delimiter: str) -> tuple[float, int]:
    """The share of lines with the commonest number of columns, and that number."""
    try:
        rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    except csv.Error:
        return (0.0, 0)
    if not rows:
        return (0.0, 0)
    columns, count = Counter(map(len, rows)).most_common(1)[0]
    return (count / len(rows), columns) if columns > 1 else (0.0, 0)

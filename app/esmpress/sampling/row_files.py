"""Rows as files: CSV with a header, or JSON as a list of objects with the same names."""

import csv
import json
from collections.abc import Iterable
from typing import Literal, Protocol

from esmpress.sampling.rows import Row

RowFormat = Literal["csv", "json"]


class Writable(Protocol):
    """Whatever text can be written to."""

    def write(self, text: str, /) -> object:
        """Append the text."""


def write_rows(rows: Iterable[Row], file: Writable, form: RowFormat, *, names: bool) -> None:
    """Write the rows, one a line; with `names`, that of the schedule is the last column."""
    columns = Row._fields if names else Row._fields[:-1]
    cells = (row[: len(columns)] for row in rows)
    if form == "csv":
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(cells)
        return
    file.write("[")
    for place, row in enumerate(cells):
        file.write(",\n " if place else "\n ")
        file.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False))
    file.write("\n]\n")

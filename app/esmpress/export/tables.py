"""What a table of the data package holds: its columns, in words and types that programs read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal["text", "whole_number", "number", "instant", "local_instant", "date", "json"]


@dataclass(frozen=True)
class ItemPart:
    """Which item of which questionnaire fills a column, and which part of it; "" for all of it.

    `condition` is when the item is asked, as the questionnaire writes it; "" for always.
    """

    questionnaire: str
    item: str
    part: str = ""
    kind: str = ""
    condition: str = ""


@dataclass(frozen=True)
class Column:
    """One column of a table.

    `title` is a few words (SPSS: the variable label), `description` a sentence or two. `labels`
    names the values of a closed list, in their order. `unit` is of numbers.
    """

    name: str
    type: ColumnType
    title: str
    description: str
    labels: tuple[tuple[int | str, str], ...] = ()
    unit: str = ""
    minimum: float | None = None
    maximum: float | None = None
    always_there: bool = False
    item: ItemPart | None = None

    @property
    def is_closed(self) -> bool:
        """Whether the labels name every value there can be, and not the ends of a scale alone."""
        if not self.labels or self.minimum is None or self.maximum is None:
            return bool(self.labels)
        return len(self.labels) > self.maximum - self.minimum


@dataclass(frozen=True)
class Reference:
    """Columns that name a row of another table."""

    columns: tuple[str, ...]
    table: str
    there: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table of the package, as CSV and Parquet (`file_name`), each row named by its key."""

    name: str
    title: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    references: tuple[Reference, ...] = field(default=())

    def column(self, name: str) -> Column:
        """The column of that name; raises KeyError."""
        return {one.name: one for one in self.columns}[name]


def file_name(table: Table, slug: str, ending: str = "csv") -> str:
    """The path of a table's data file in the package of the study of that slug.

    Psych-DS names data files by pairs of a keyword and a value that holds letters and digits alone,
    and ends them with `_data`; `study` and `description` are keywords of its own list.
    """
    study = re.sub(r"[^A-Za-z0-9]", "", slug) or "unnamed"
    return f"data/study-{study}_description-{table.name}_data.{ending}"

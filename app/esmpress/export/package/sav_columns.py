"""How a column of a table stands in an SPSS file: its name, labels, codes, measure and format."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from esmpress.export.package.codebook import one_line
from esmpress.export.package.missing_codes import REASONS, missing_codes
from esmpress.export.package.spss_names import spss_names
from esmpress.export.tables import Column, Table

# What SPSS takes, in bytes of UTF-8.
MAX_TITLE, MAX_LABEL, MAX_TEXT = 255, 120, 32_767
_ORDINAL = {"likert", "matrix", "ranking"}
_FORMATS = {
    "whole_number": "F11.0",
    "number": "F12.2",
    "instant": "DATETIME20",
    "local_instant": "DATETIME20",
    "date": "SDATE10",
}
Labels = dict[float, str] | dict[str, str]


@dataclass(frozen=True)
class SavColumn:
    """A column with its name in SPSS and the codes of what is missing."""

    column: Column
    name: str
    codes: dict[str, int]

    @property
    def is_text(self) -> bool:
        """Whether its cells are strings in SPSS."""
        return self.column.type in {"text", "json"}

    @property
    def title(self) -> str:
        """The variable label."""
        return cut(one_line(self.column.title), MAX_TITLE)

    @property
    def labels(self) -> Labels:
        """The value labels, those of the codes included."""
        labels = [(value, cut(one_line(label), MAX_LABEL)) for value, label in self.column.labels]
        if self.is_text:
            return {str(value): label for value, label in labels if label}
        named = {float(value): label for value, label in labels if label}
        return named | {float(code): REASONS[reason] for reason, code in self.codes.items()}

    @property
    def missing(self) -> list[dict[str, int]]:
        """The codes as a range of user-missing values: SPSS takes three single ones at most."""
        if not self.codes:
            return []
        return [{"lo": min(self.codes.values()), "hi": max(self.codes.values())}]

    @property
    def measure(self) -> str:
        """The level of measurement."""
        column = self.column
        if column.item and column.item.kind in _ORDINAL:
            return "ordinal"
        return "nominal" if self.is_text or column.is_closed else "scale"

    @property
    def format(self) -> str:
        """How SPSS writes the values; "" for a text."""
        return _FORMATS.get(self.column.type, "")


def sav_columns(table: Table) -> list[SavColumn]:
    """The columns of a table as they stand in its SPSS file."""
    names = spss_names(column.name for column in table.columns)
    return [SavColumn(one, names[one.name], missing_codes(one)) for one in table.columns]


def cut(text: str, most: int) -> str:
    """The text in at most so many bytes of UTF-8, no sign of it halved."""
    if len(text) * 4 <= most:
        return text
    return text.encode()[:most].decode(errors="ignore")


def by_name(columns: Iterable[SavColumn], what: str) -> dict[str, Any]:
    """One property of each column by its name in SPSS, where there is any."""
    found = {column.name: getattr(column, what) for column in columns}
    return {name: value for name, value in found.items() if value}

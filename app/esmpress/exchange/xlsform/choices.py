"""The lists of choices: options get numbers, their old names stay in the report."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from esmpress.exchange.imported import Line
from esmpress.exchange.spreadsheets import Row
from esmpress.exchange.text_columns import TextColumns

_WHOLE = re.compile(r"-?[0-9]{1,9}")
_KNOWN = ("list_name", "list name", "name", "value", "label")


@dataclass(frozen=True)
class ChoiceList:
    """The options of a list in their order, and the value each old name became."""

    options: tuple[dict[str, Any], ...]
    values: dict[str, int]

    @property
    def renumbered(self) -> bool:
        """Whether the old names were no numbers."""
        return any(old != str(value) for old, value in self.values.items())


def read_choices(
    rows: tuple[Row, ...], columns: TextColumns
) -> tuple[dict[str, ChoiceList], list[Line]]:
    """Each list by its name, and a line of the report for each row."""
    lists: dict[str, list[tuple[Row, Line]]] = defaultdict(list)
    lines: list[Line] = []
    for row in rows:
        name = (row["name"] or row["value"]).strip()
        line = Line("choices", row.number, name)
        lines.append(line)
        of_list = (row["list_name"] or row["list name"]).strip()
        if not of_list or not name:
            line.leave_out("a choice needs the name of its list and a name of its own")
        elif any(other.name == name for _, other in lists[of_list]):
            line.leave_out(f"the list {of_list} has another choice of this name")
        else:
            lists[of_list].append((row, line))
    return {name: _choice_list(found, columns) for name, found in lists.items()}, lines


def _choice_list(found: list[tuple[Row, Line]], columns: TextColumns) -> ChoiceList:
    names = [line.name for _, line in found]
    whole = [int(name) for name in names if _WHOLE.fullmatch(name) and str(int(name)) == name]
    keeps = len(whole) == len(names)
    values = dict(zip(names, whole, strict=True)) if keeps else _numbered(names)
    options = []
    for row, line in found:
        value = values[line.name]
        if not keeps:
            line.change(f"“{line.name}” is {value} in the data")
        texts = columns.texts(row, "label")
        if not texts:
            texts = {columns.default: line.name}
            line.change("it has no label: its name stands in for it")
        _note_the_rest(row, line)
        options.append({"value": value, "label": texts})
    return ChoiceList(tuple(options), values)


def _numbered(names: list[str]) -> dict[str, int]:
    return {name: number for number, name in enumerate(names, start=1)}


def _note_the_rest(row: Row, line: Line) -> None:
    rest = [column for column in row.cells if column.split(":")[0].strip().lower() not in _KNOWN]
    if rest:
        line.change(f"{', '.join(rest)}: not read")

"""Reads a whole table of formr, row by row; each submit button ends a page."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from esmpress.exchange.conditions.nodes import Untranslatable
from esmpress.exchange.conditions.writing import Asked
from esmpress.exchange.formr.settings import settings
from esmpress.exchange.formr.source import Source
from esmpress.exchange.formr.words import KINDS, PAGE_BREAK, reason_left_out, type_and_options
from esmpress.exchange.imported import Imported, Line, NothingImported, faults_of_item, imported
from esmpress.exchange.item_names import ItemNames
from esmpress.exchange.spreadsheets import Row, Sheets, read_spreadsheet, read_table
from esmpress.exchange.text_columns import TextColumns
from esmpress.exchange.xlsform.choices import read_choices

# Columns that are read, and those that only say how items look in formr.
_READ = re.compile(r"type|name|label|optional|showif|value|choice[0-9]+|class")
_OPTIONAL_BY_ITSELF = ("check", "check_button")
_NOT_ASKED = ("information", "computed")


def import_formr(
    content: bytes, *, name: str, languages: Collection[str], language: str
) -> Imported:
    """The questionnaire in a table of formr, .xlsx or .csv, with a report of each of its rows.

    The file names no language: `language` is that of all its texts. Raises RefusedSpreadsheet,
    and NothingImported.
    """
    is_table = name.lower().endswith(".csv")
    sheets = read_table(content) if is_table else read_spreadsheet(content, name=name)
    if not any("type" in row.cells for row in sheets["survey"]):
        raise NothingImported("The table has no column “type”: this is none of formr.")
    return _Reader(sheets, languages=languages, language=language).imported(name)


class _Reader:
    """Goes through the rows of a table."""

    def __init__(self, sheets: Sheets, *, languages: Collection[str], language: str) -> None:
        self._sheets = sheets
        self._language = language
        columns = TextColumns(frozenset(languages), language)
        self._lists, self._choice_lines = read_choices(sheets["choices"], columns)
        self._known: dict[str, Asked] = {}
        self._names = ItemNames()
        self._pages: list[dict[str, Any]] = []
        self._ends_page = True
        self._lines: list[Line] = []

    def imported(self, file_name: str) -> Imported:
        """The whole table."""
        for row in self._sheets["survey"]:
            self._read(row)
        title = file_name.rpartition(".")[0] or file_name
        fields = {"title": {self._language: title}, "pages": self._pages}
        return imported(
            title,
            fields,
            [*self._lines, *self._choice_lines],
            (*self._sheets.remarks, *self._looks()),
        )

    def _read(self, row: Row) -> None:
        kind, options = type_and_options(row["type"])
        line = Line("survey", row.number, row["name"].strip())
        self._lines.append(line)
        if kind == PAGE_BREAK:
            self._ends_page = True
            if options:
                line.change(f"no page is sent off by itself, or late (“{options}”)")
        elif kind not in KINDS:
            line.leave_out(reason_left_out(kind))
        elif not line.name and kind != "note":
            line.leave_out("the row has no name")
        else:
            self._add(row, line, kind, options)

    def _add(self, row: Row, line: Line, kind: str, options: str) -> None:
        old = line.name
        name = self._names.fitted(old, otherwise="note")
        if name != old:
            line.change(f"the name is now {name}" if old else f"it is called {name}")
        source = Source(
            row, line, kind, KINDS[kind], options, name, self._language, self._lists, self._known
        )
        if (item := _item(source)) is None:
            return
        if self._ends_page:
            self._pages.append({"name": f"page_{len(self._pages) + 1}", "items": []})
            self._ends_page = False
        self._pages[-1]["items"].append(item)
        if source.kind != "information":
            self._known[old] = source.asked()

    def _looks(self) -> list[str]:
        has_class = any(row["class"] for row in self._sheets["survey"])
        return ["class: not read, for it only says how items look."] if has_class else []


def _item(source: Source) -> dict[str, Any] | None:
    """The fields of the item; None where nothing comes of the row, whose line then says why."""
    words = source.row["label"].strip()
    if not words:
        words = source.line.name
        if source.kind != "computed":
            source.line.change("it has no label: its name stands in for it")
    fields: dict[str, Any] = {
        "kind": source.kind,
        "name": source.name,
        "text": source.in_language(source.text(words)),
    }
    if source.kind not in _NOT_ASKED:
        fields["required"] = _is_required(source)
    try:
        fields |= settings(source)
    except Untranslatable as error:
        source.line.leave_out(str(error))
        return None
    if condition := source.show_if():
        fields["show_if"] = condition
    _note_the_rest(source)
    if faults := faults_of_item(fields):
        source.line.leave_out("; ".join(faults))
        return None
    return fields


def _is_required(source: Source) -> bool:
    mark = source.row["optional"].strip()
    if mark not in ("", "*", "!"):
        source.line.change(f"optional is neither * nor ! (“{mark}”): as if it were empty")
    if source.type in _OPTIONAL_BY_ITSELF:
        return mark == "!"
    return mark != "*"


def _note_the_rest(source: Source) -> None:
    rest = [column for column in source.row.cells if not _READ.fullmatch(column)]
    if source.row["value"].strip() and source.kind != "computed":
        rest.append("value")
    if rest:
        source.line.change(f"{', '.join(rest)}: not read")

"""Reads a whole XLSForm: settings, choices, then row by row of the survey."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from esmpress.exchange.conditions.writing import Asked
from esmpress.exchange.imported import Imported, Line, NothingImported, imported
from esmpress.exchange.item_names import ItemNames
from esmpress.exchange.spreadsheets import Row, Sheets, read_spreadsheet
from esmpress.exchange.text_columns import TextColumns, first_language
from esmpress.exchange.xlsform.choices import ChoiceList, read_choices
from esmpress.exchange.xlsform.items import Source, asked_as, make_item, translated, with_references
from esmpress.exchange.xlsform.pages import Group, Pages
from esmpress.exchange.xlsform.words import KINDS, WITH_LIST, reason_left_out, type_and_list

_SETTINGS = ("form_title", "form_id", "default_language", "version")
_TEXTS = ("label", "hint", "constraint_message")


def import_xlsform(
    content: bytes, *, name: str, languages: Collection[str], language: str
) -> Imported:
    """The questionnaire in an .xlsx file, with a line of the report for each of its rows.

    `languages` are those this server has; `language` is that of texts whose language the file
    does not name. Raises RefusedSpreadsheet, and NothingImported.
    """
    sheets = read_spreadsheet(content, name=name)
    if not sheets["survey"]:
        raise NothingImported("The file has no sheet “survey” with rows.")
    if not any("type" in row.cells for row in sheets["survey"]):
        raise NothingImported("The sheet “survey” has no column “type”: this is no XLSForm.")
    return _Reader(sheets, languages=languages, language=language).imported(name)


class _Reader:
    """Goes through the rows of a form."""

    def __init__(self, sheets: Sheets, *, languages: Collection[str], language: str) -> None:
        self._sheets = sheets
        self._settings = dict(sheets["settings"][0].cells) if sheets["settings"] else {}
        first = first_language(self._settings, languages, language)
        self._columns = TextColumns(frozenset(languages), first)
        self._choices, self._choice_lines = read_choices(sheets["choices"], self._columns)
        self._known: dict[str, Asked] = {}
        self._names = ItemNames()
        self._pages = Pages()
        self._lines: list[Line] = []

    def imported(self, file_name: str) -> Imported:
        """The whole form."""
        for row in self._sheets["survey"]:
            self._read(row)
        title = self._settings.get("form_title") or file_name.rpartition(".")[0] or file_name
        pages = [_with_titles(page) for page in self._pages.pages]
        used = sorted({code for page in pages for one in page["items"] for code in one["text"]})
        fields = {"title": dict.fromkeys(used or [self._columns.default], title), "pages": pages}
        lines = [*self._lines, *self._choice_lines, *self._setting_lines()]
        return imported(title, fields, lines, (*self._sheets.remarks, *self._remarks()))

    def _read(self, row: Row) -> None:
        kind, of_list, with_other = type_and_list(row["type"])
        line = Line("survey", row.number, row["name"].strip())
        self._lines.append(line)
        if not row["type"].strip():
            line.leave_out("the row has no type")
        elif kind in ("begin_group", "begin_repeat"):
            self._begin(row, line, repeats=kind == "begin_repeat")
        elif kind in ("end_group", "end_repeat"):
            if not self._pages.end():
                line.change("no group is open here")
        elif kind not in KINDS:
            line.leave_out(reason_left_out(kind))
        else:
            if with_other:
                line.change("or_other has no counterpart: add an option and a text item")
            self._add(row, line, kind, self._choices.get(of_list))

    def _begin(self, row: Row, line: Line, *, repeats: bool) -> None:
        if repeats:
            line.change("repeats have no counterpart: its items are asked once")
        source = self._source(row, line, "note", "page", None)
        title = with_references(source, self._columns.texts(row, "label"))
        self._pages.begin(Group(line.name, title, translated(source, "relevant")))

    def _add(self, row: Row, line: Line, kind: str, choices: ChoiceList | None) -> None:
        old = line.name
        if not old and kind != "note":
            line.leave_out("the row has no name")
            return
        fitted = self._names.fitted(old, otherwise="note")
        if fitted != old:
            line.change(f"the name is now {fitted}" if old else f"it is called {fitted}")
        with_list = choices if kind in WITH_LIST else None
        source = self._source(row, line, kind, fitted, with_list)
        if item := make_item(source):
            self._pages.add(item)
            if item["kind"] != "information":
                self._known[old] = asked_as(source, item)

    def _source(
        self, row: Row, line: Line, kind: str, name: str, choices: ChoiceList | None
    ) -> Source:
        return Source(row, line, kind, name, choices, self._columns, self._known)

    def _setting_lines(self) -> list[Line]:
        lines = []
        for row in self._sheets["settings"][:1]:
            line = Line("settings", row.number, row["form_id"])
            rest = [column for column in row.cells if column not in _SETTINGS]
            if rest:
                line.change(f"{', '.join(rest)}: not read")
            lines.append(line)
        return lines

    def _remarks(self) -> list[str]:
        rows = (*self._sheets["survey"], *self._sheets["choices"])
        return [
            f"{column}: not read, for this server has no texts in that language."
            for column in self._columns.strange(rows, _TEXTS)
        ]


def _with_titles(page: dict[str, Any]) -> dict[str, Any]:
    """A page whose title is not longer than titles may be."""
    title = {code: text[:2000] for code, text in page.get("title", {}).items()}
    return page | {"title": title} if title else page

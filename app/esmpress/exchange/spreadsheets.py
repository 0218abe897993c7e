"""Reads the sheets of spreadsheets others made: values only, within limits, nothing is run."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import xlsx_to_dict

from esmpress.people_import.reading.damaged import DAMAGED

MAX_BYTES = 5_000_000
MAX_UNPACKED = 20_000_000
MAX_MEMBERS = 500
MAX_ROWS = 3000
MAX_CELL = 20_000
# In the files themselves, which may hold empty ones: so many are read in a second or two.
MAX_ROWS_AT_ALL = 20_000
MAX_CELLS_AT_ALL = 100_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_SHEET_ROW = re.compile(rb"<(?:\w+:)?row[ />]")
_SHEET_CELL = re.compile(rb"<(?:\w+:)?c[ />]")
# Whatever runs, fetches or hides something else: by the beginning of its name, and what it is.
_REFUSED = (
    ("xl/vbaproject.bin", "macros"),
    ("xl/macrosheets/", "macros"),
    ("xl/externallinks/", "links to other files"),
    ("xl/connections.xml", "connections to data elsewhere"),
    ("xl/querytables/", "connections to data elsewhere"),
    ("xl/embeddings/", "embedded files"),
    ("xl/activex/", "controls that run programs"),
    ("xl/ctrlprops/", "controls that run programs"),
)


class RefusedSpreadsheet(ValueError):
    """The file is not read; the message is a sentence that says why."""


@dataclass(frozen=True)
class Row:
    """A row of a sheet: its number as spreadsheets count, and its cells by heading."""

    sheet: str
    number: int
    cells: Mapping[str, str]

    def __getitem__(self, heading: str) -> str:
        """The cell, empty where there is none."""
        return self.cells.get(heading, "")


@dataclass(frozen=True)
class Sheets:
    """The sheets of a file by name, and what was noticed while they were read."""

    rows: Mapping[str, tuple[Row, ...]]
    remarks: tuple[str, ...] = ()

    def __getitem__(self, name: str) -> tuple[Row, ...]:
        """The rows of a sheet, none where it is not there."""
        return self.rows.get(name, ())


def read_spreadsheet(content: bytes, *, name: str) -> Sheets:
    """The sheets survey, choices and settings of an .xlsx file, or the only one as survey.

    Formulas are not worked out: what they gave when the file was saved is read. Raises
    RefusedSpreadsheet.
    """
    _check_size(content)
    if name.lower().endswith((".xlsm", ".xltm", ".xlsb")):
        raise RefusedSpreadsheet("Files with macros are not read: save it as .xlsx without them.")
    if content.startswith(_OLD_EXCEL):
        raise RefusedSpreadsheet("This is a file of old Excel, or encrypted: save it as .xlsx.")
    remarks = _look_into(content)
    try:
        with warnings.catch_warnings():
            # About looks and validations of the sheet, which are not read.
            warnings.simplefilter("ignore")
            book = xlsx_to_dict(io.BytesIO(content))
    except PyXFormError as error:
        raise RefusedSpreadsheet(f"The file cannot be read: {error}") from error
    except DAMAGED as error:
        raise RefusedSpreadsheet("This is no .xlsx file, or it is damaged.") from error
    found = {
        sheet: rows_of(sheet, book[sheet])
        for sheet in ("survey", "choices", "settings")
        if sheet in book
    }
    return Sheets(found, tuple(remarks))


def read_table(content: bytes) -> Sheets:
    """The only table of a .csv file as the sheet survey; raises RefusedSpreadsheet."""
    _check_size(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RefusedSpreadsheet("The file is no text in UTF-8: save it as CSV UTF-8.") from error
    if "\0" in text:
        raise RefusedSpreadsheet("This is no .csv file.")
    if text.count("\n") > MAX_ROWS_AT_ALL:
        raise RefusedSpreadsheet(f"The file has more than {MAX_ROWS_AT_ALL} lines.")
    heading = text.partition("\n")[0]
    delimiter = max(",;\t", key=heading.count)
    try:
        lines = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise RefusedSpreadsheet(f"This is no .csv file: {error}.") from error
    cells = [
        {key.strip(): value.strip() for key, value in line.items() if _is_filled(key, value)}
        for line in lines
    ]
    return Sheets({"survey": rows_of("survey", cells)})


def rows_of(sheet: str, rows: Iterable[Mapping[str, object]]) -> tuple[Row, ...]:
    """The rows that hold anything; raises RefusedSpreadsheet for too many, or too much in one."""
    found = tuple(
        Row(sheet, number, {_heading(key): str(value) for key, value in cells.items()})
        for number, cells in enumerate(rows, start=2)
        if cells
    )
    if len(found) > MAX_ROWS:
        raise RefusedSpreadsheet(f"Sheet {sheet} has more than {MAX_ROWS} rows.")
    for row in found:
        for heading, cell in row.cells.items():
            if len(cell) > MAX_CELL:
                raise RefusedSpreadsheet(
                    f"Sheet {sheet}, row {row.number}, {heading[:40]}: the cell has "
                    f"{len(cell)} characters; at most {MAX_CELL} are read."
                )
    return found


def _heading(key: str) -> str:
    """A heading with its first word in small letters: `Label::Polski (pl)` is a label."""
    first, sign, rest = key.strip().partition(":")
    return f"{first.strip().lower()}{sign}{rest}"


def _is_filled(key: object, value: object) -> bool:
    return isinstance(key, str) and isinstance(value, str) and bool(value.strip())


def _check_size(content: bytes) -> None:
    if len(content) > MAX_BYTES:
        raise RefusedSpreadsheet(
            f"The file has {len(content) / 1_000_000:.1f} MB; at most "
            f"{MAX_BYTES // 1_000_000} MB are read."
        )


def _look_into(content: bytes) -> list[str]:
    """Refuse what may not be in the file before anything is unpacked; what should be said of it."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_members(archive)
            return _check_parts(archive)
    except RefusedSpreadsheet:
        raise
    except DAMAGED as error:
        raise RefusedSpreadsheet("This is no .xlsx file, or it is damaged.") from error


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    # Python reads no more of a member than it declares.
    if len(members) > MAX_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED:
        raise RefusedSpreadsheet("The file is much larger when it is unpacked: it is not read.")
    for member in members:
        name = member.filename.lower().lstrip("/").replace("\\", "/")
        for beginning, what in _REFUSED:
            if name.startswith(beginning) or name.endswith("/vbaproject.bin"):
                raise RefusedSpreadsheet(
                    f"The file holds {what} ({member.filename[:60]}): save it without them."
                )


def _check_parts(archive: zipfile.ZipFile) -> list[str]:
    remarks: list[str] = []
    for member in archive.infolist():
        if not member.filename.lower().endswith((".xml", ".rels")):
            continue
        part = archive.read(member)
        if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
            raise RefusedSpreadsheet("The file declares entities, which no spreadsheet needs.")
        if member.filename == "[Content_Types].xml" and b"macroEnabled" in part:
            raise RefusedSpreadsheet("Files with macros are not read: save it without them.")
        if len(_SHEET_ROW.findall(part)) > MAX_ROWS_AT_ALL:
            raise RefusedSpreadsheet(f"A sheet has more than {MAX_ROWS_AT_ALL} rows.")
        if len(_SHEET_CELL.findall(part)) > MAX_CELLS_AT_ALL:
            raise RefusedSpreadsheet(f"A sheet has more than {MAX_CELLS_AT_ALL} cells.")
        if member.filename.startswith("xl/worksheets/") and _FORMULA.search(part) and not remarks:
            remarks.append(
                "The file has formulas. They are not worked out: what they gave when the file was "
                "saved is read."
            )
    return remarks

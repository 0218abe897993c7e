"""The rows of the first sheet of an .xlsx file: within limits, as written, nothing worked out."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl import load_workbook

from esmpress.people_import.reading import limits
from esmpress.people_import.reading.damaged import DAMAGED
from esmpress.people_import.reading.rows import Refusal, RefusedFile, Row

ZIP = b"PK\x03\x04"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def read_sheet(content: bytes) -> Iterator[Row]:
    """Every row of the first sheet that holds something; raises RefusedFile."""
    check_package(content)
    rows = _rows(content)
    while True:
        try:
            row = next(rows, None)
        except DAMAGED as error:
            raise RefusedFile(Refusal.DAMAGED) from error
        if row is None:
            return
        yield row


def check_package(content: bytes) -> None:
    """Raise RefusedFile for what unpacks to too much, or could run something."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            members = package.infolist()
    except DAMAGED as error:
        raise RefusedFile(Refusal.DAMAGED) from error
    # Python reads no more of a member than it declares.
    beside = sum(one.file_size for one in members if not _is_sheet(one))
    if (
        len(members) > limits.MAX_MEMBERS
        or sum(one.file_size for one in members) > limits.MAX_UNPACKED
        or beside > limits.MAX_UNPACKED_BESIDE_ROWS
    ):
        raise RefusedFile(Refusal.UNPACKS_TOO_LARGE)
    if any(one.filename.lower().endswith("vbaproject.bin") for one in members):
        raise RefusedFile(Refusal.MACROS)


def _is_sheet(member: zipfile.ZipInfo) -> bool:
    return member.filename.lower().lstrip("/").startswith("xl/worksheets/")


def _rows(content: bytes) -> Iterator[Row]:
    with warnings.catch_warnings():
        # About looks and validations of the sheet, which are not read.
        warnings.simplefilter("ignore")
        # A formula is read as it was typed: it is kept as text, and refused where it matters.
        book = load_workbook(
            io.BytesIO(content), read_only=True, data_only=False, keep_links=False, rich_text=False
        )
    with closing(book):
        rows = book.worksheets[0].iter_rows(
            max_row=limits.MAX_ROWS, max_col=limits.MAX_COLUMNS + 1, values_only=True
        )
        for number, values in enumerate(rows, start=1):
            cells = list(map(in_text, values))
            # Rows come as wide as the sheet may be.
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield Row(number, tuple(cells))


def in_text(value: Any) -> str:
    """A cell as a person would type it."""
    match value:
        case None:
            return ""
        case str():
            return value
        case datetime() if value.time() == time() or value.year > 1900:
            return value.date().isoformat()
        case datetime() | time():
            return f"{value:%H:%M}"
        case date():
            return value.isoformat()
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case float() if value.is_integer():
            return str(int(value))
    return str(value)

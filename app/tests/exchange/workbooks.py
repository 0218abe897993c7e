"""Makes spreadsheets for tests, as researchers save them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence

from openpyxl import Workbook

Rows = Sequence[Mapping[str, object]]


def xlsx(**sheets: Rows) -> bytes:
    """An .xlsx file with these sheets; the headings are the columns of their rows."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(column for row in rows for column in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(column) for column in headings])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_member(content: bytes, name: str, part: bytes, *, repeated: int = 1) -> bytes:
    """The file with one part more, or in place of the one of that name."""
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for member in old.infolist():
            if member.filename != name:
                new.writestr(member, old.read(member))
        new.writestr(name, part * repeated)
    return made.getvalue()

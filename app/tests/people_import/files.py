"""Files of people, as programs write them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook


def text_file(
    rows: Iterable[Sequence[str]], *, encoding: str = "utf-8", delimiter: str = ";"
) -> bytes:
    """Rows as a text, lines ended as Windows does."""
    return "".join(f"{delimiter.join(row)}\r\n" for row in rows).encode(encoding)


def sheet_file(rows: Iterable[Sequence[Any]]) -> bytes:
    """Rows as the first sheet of an .xlsx file."""
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    return file.getvalue()


def addresses(count: int) -> list[tuple[str]]:
    """Lines of nothing but an address."""
    return [(f"person{number}@example.org",) for number in range(1, count + 1)]

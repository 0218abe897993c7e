"""Files of people, as programs write them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

HEADING = ("E-mail", "Język", "Strefa czasowa", "Uwagi")


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


def hard_file(count: int) -> bytes:
    """Windows-1250 with semicolons; each ten lines have what goes wrong in the field.

    Of each ten lines, six are good, one repeats an address, one has a broken one, one a formula,
    one an unknown zone.
    """
    return text_file([HEADING, *map(_hard_line, range(count))], encoding="cp1250")


def _hard_line(number: int) -> tuple[str, ...]:
    email = f"osoba{number}@example.org"
    match number % 10:
        case 6:
            return (f"OSOBA{number - 1}@example.org", "pl", "", "powtórzony")
        case 7:
            return (f"osoba{number}@example", "pl", "", "zły adres")
        case 8:
            return (f"=HYPERLINK({number})", "pl", "", "formuła")
        case 9:
            return (email, "en", "Europe/Lodz", "Łódź")
    return (email, "polski", "Europe/Warsaw", "gęś")

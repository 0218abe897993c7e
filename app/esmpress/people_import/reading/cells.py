"""One cell of a file: what a person meant to type, and whether it could run somewhere."""

from __future__ import annotations

import re
from datetime import time

# Spreadsheets work out what begins so; an apostrophe before it is how they are told not to.
_FORMULA = re.compile(r"^'?[=+\-@\t\r]")
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\xad"))
_NAMED = re.compile(r"^[^<>]*<([^<>\s]+)>$")
_HOUR = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?(?::00)?(?:\s*(?:uhr|h))?$")


def cleaned(cell: str) -> str:
    """The cell without what cannot be seen around it and in it."""
    return cell.translate(_UNSEEN).strip()


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would work it out."""
    return bool(_FORMULA.match(cell))


def address_in(cell: str) -> str:
    """The address alone, where it came with a name or as a link."""
    return _NAMED.sub(r"\1", cell).removeprefix("mailto:").strip()


def hour_in(cell: str) -> str | None:
    """A time of day like 07:30; None for what is none."""
    found = _HOUR.match(cell.casefold())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    if (hour, minute) == (24, 0):
        return "24:00"
    return f"{time(hour, minute):%H:%M}" if hour < 24 and minute < 60 else None

"""Names of columns as SPSS takes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

MAX_BYTES = 64
_RESERVED = {"ALL", "AND", "BY", "EQ", "GE", "GT", "LE", "LT", "NE", "NOT", "OR", "TO", "WITH"}


def spss_names(columns: Iterable[str]) -> dict[str, str]:
    """A name in SPSS for each column: its own wherever SPSS takes that.

    SPSS names are at most 64 bytes, begin with a letter, hold letters, digits, points and
    underscores, do not end in a point, are no word of its language, and differ by more than case.
    """
    names: dict[str, str] = {}
    taken: set[str] = set()
    for column in columns:
        name = _free(_allowed(column), taken)
        names[column] = name
        taken.add(name.upper())
    return names


def _allowed(column: str) -> str:
    name = re.sub(r"[^A-Za-z0-9._]", "_", column).rstrip(".")
    if not name[:1].isalpha() or name.upper() in _RESERVED:
        name = f"v_{name}"
    return name[:MAX_BYTES].rstrip(".")


def _free(name: str, taken: set[str]) -> str:
    found, number = name, 1
    while found.upper() in taken:
        number += 1
        ending = f"_{number}"
        found = name[: MAX_BYTES - len(ending)] + ending
    return found

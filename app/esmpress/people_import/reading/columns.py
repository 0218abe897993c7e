"""Which column holds what: guessed by the words of the heading, and by addresses."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum

from esmpress.people_import.reading.rows import Cells, Row


class Field(StrEnum):
    """What enrolling somebody can be told."""

    EMAIL = "email"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    STRATUM = "stratum"
    WAKE = "wake"
    BED = "bed"
    WEEKEND_WAKE = "weekend_wake"
    WEEKEND_BED = "weekend_bed"


# The place of the column of each field, from 0.
Columns = Mapping[Field, int]

# Small letters without accents; a heading that has all words of a phrase is guessed to be it.
_WORDS: tuple[tuple[Field, tuple[str, ...]], ...] = (
    (
        Field.WEEKEND_WAKE,
        ("weekend wake", "weekend up", "weekend wstaje", "weekend pobudka", "wochenende aufstehen"),
    ),
    (
        Field.WEEKEND_BED,
        ("weekend bed", "weekend sleep", "weekend spac", "weekend sen", "wochenende schlafen"),
    ),
    (Field.EMAIL, ("email", "e mail", "mail", "address", "adres", "adresse", "mejl")),
    (Field.LANGUAGE, ("language", "lang", "jezyk", "sprache")),
    (Field.TIME_ZONE, ("time zone", "timezone", "tz", "zone", "strefa", "zeitzone")),
    (Field.STRATUM, ("stratum", "strata", "warstwa", "schicht")),
    (Field.WAKE, ("wake", "gets up", "up", "wstaje", "pobudka", "aufstehen")),
    (Field.BED, ("bed", "bedtime", "sleep", "spac", "sen", "schlafen", "bett")),
)


def has_heading(rows: Sequence[Row]) -> bool:
    """Whether the first row names the columns: it holds no address, and a later one does."""
    first, *others = rows
    return not _has_address(first.cells) and any(_has_address(row.cells) for row in others)


def guess_columns(rows: Sequence[Row]) -> dict[Field, int]:
    """The column of each field that is found by its heading, the address also by what it holds."""
    found: dict[Field, int] = {}
    if has_heading(rows):
        for place, heading in enumerate(rows[0].cells):
            field = _field_of(heading)
            if field is not None:
                found.setdefault(field, place)
    by_content = _addresses(rows)
    if by_content is not None and not _holds_addresses(rows, found.get(Field.EMAIL)):
        found = {field: place for field, place in found.items() if place != by_content}
        found[Field.EMAIL] = by_content
    return found


def _field_of(heading: str) -> Field | None:
    words = set(_plain(heading).split())
    for field, phrases in _WORDS:
        if any(words >= set(phrase.split()) for phrase in phrases):
            return field
    return None


def _plain(heading: str) -> str:
    """Words in small letters without accents and signs."""
    bare = unicodedata.normalize("NFKD", heading.casefold().replace("ł", "l"))
    return re.sub(r"[^a-z0-9]+", " ", bare.encode("ascii", "ignore").decode())


def _addresses(rows: Sequence[Row]) -> int | None:
    """The column with most addresses; None where there are none."""
    width = max(len(row.cells) for row in rows)
    counts = [sum(_is_address(row.cells, place) for row in rows) for place in range(width)]
    return counts.index(max(counts)) if any(counts) else None


def _holds_addresses(rows: Sequence[Row], place: int | None) -> bool:
    return place is not None and any(_is_address(row.cells, place) for row in rows)


def _is_address(cells: Cells, place: int) -> bool:
    return place < len(cells) and "@" in cells[place].strip()[1:]


def _has_address(cells: Cells) -> bool:
    return any(_is_address(cells, place) for place in range(len(cells)))

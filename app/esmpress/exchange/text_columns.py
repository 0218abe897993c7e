"""Which columns of a sheet hold a text, and in which language."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from esmpress.exchange.spreadsheets import Row
from esmpress.languages import LANGUAGES

_NAMES = {
    name.lower(): one.code for one in LANGUAGES.values() for name in (one.name, one.english_name)
}
_CODE = re.compile(r"\(\s*([a-z]{2,3}(?:-[A-Z]{2})?)\s*\)\s*$")


@dataclass(frozen=True)
class TextColumns:
    """Finds the texts of a row; a column without a language is of the `default` one."""

    languages: frozenset[str]
    default: str

    def texts(self, row: Row, heading: str) -> dict[str, str]:
        """The texts under `label`, `label::English (en)` and the like, by language."""
        found: dict[str, str] = {}
        for column, cell in row.cells.items():
            named = language_of(column, heading)
            language = self.default if named == "" else named
            if language in self.languages and cell.strip():
                found[language] = cell.strip()
        return found

    def strange(self, rows: Iterable[Row], headings: Collection[str]) -> list[str]:
        """The columns of texts in languages this server does not have."""
        columns = dict.fromkeys(column for row in rows for column in row.cells)
        return [
            column
            for column in columns
            for heading in headings
            if (language := language_of(column, heading)) and language not in self.languages
        ]


def language_of(column: str, heading: str) -> str | None:
    """The language of a column under a heading: its code, empty where none is named.

    None for a column that belongs to another heading.
    """
    first, sign, rest = column.partition("::" if "::" in column else ":")
    if first.strip().lower() != heading:
        return None
    return code_of(rest) if sign else ""


def code_of(words: str) -> str:
    """The code of a language like “English (en)”, or the words themselves."""
    plain = words.strip()
    if found := _CODE.search(plain):
        return found[1]
    return _NAMES.get(plain.lower(), plain)


def first_language(settings: Mapping[str, str], languages: Collection[str], given: str) -> str:
    """What columns without a language are taken to be in: by the file, or as it is given."""
    named = code_of(settings.get("default_language", ""))
    return named if named in languages else given

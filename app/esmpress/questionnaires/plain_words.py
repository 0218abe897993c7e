"""The texts of a definition in one language, as plain words without any markup."""

from __future__ import annotations

from collections.abc import Mapping

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Item, Matrix, MultipleChoice, Ranking
from esmpress.questionnaires.rich_texts.plain_text import plain


class PlainWords:
    """Reads the texts of one definition."""

    def __init__(self, definition: Definition, language: str) -> None:
        """Read in a language the definition has."""
        self._rich = definition.rich
        self._language = language

    def of(self, texts: Mapping[str, str] | None) -> str:
        """The words of a text on one line; empty where there is none."""
        text = (texts or {}).get(self._language, "")
        words = plain(self._rich[text]) if text in self._rich else text
        return " ".join(words.split())

    def part(self, item: Item, part: str) -> str:
        """What a part of an item is about: its row, its option or its side."""
        match item:
            case Matrix():
                return next((self.of(row.text) for row in item.rows if row.name == part), "")
            case MultipleChoice() | Ranking():
                found = (one.label for one in item.options if str(one.value) == part)
                return self.of(next(found, None))
        return part

"""Which texts are there in which language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from esmpress.questionnaires.texts import PlacedText


@dataclass(frozen=True)
class LanguageState:
    """Of a language: how many texts there could be, and the places of those that are not there."""

    language: str
    total: int
    lacking: tuple[str, ...]

    @property
    def there(self) -> int:
        """How many are there."""
        return self.total - len(self.lacking)


def completeness(texts: Iterable[PlacedText], languages: Sequence[str]) -> list[LanguageState]:
    """The state of each language, in their order."""
    placed = list(texts)
    return [
        LanguageState(
            language,
            len(placed),
            tuple(text.place for text in placed if not text.texts.get(language, "").strip()),
        )
        for language in languages
    ]

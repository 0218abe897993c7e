"""A text in another language, and where it stood in the file."""

from __future__ import annotations

from dataclasses import dataclass

MAX_BYTES = 5_000_000
MAX_NAMED = 100


class RefusedTranslations(ValueError):
    """Nothing of the file is taken; `faults` says why, a sentence each, its place first."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the sentences; the first hundred of very many."""
        more = len(faults) - MAX_NAMED
        named = [*faults[:MAX_NAMED], f"And {more} more."] if more > 0 else faults
        super().__init__(" ".join(named))
        self.faults = named


@dataclass(frozen=True)
class Translated:
    """One text: `key` says which, `at` where it stood in the file.

    `source` is what it was translated from, as far as the file says.
    """

    key: str
    language: str
    text: str
    at: str
    source: str | None = None


@dataclass(frozen=True)
class TranslationFile:
    """What a file says: its texts, and the language they were translated from."""

    source_language: str
    texts: tuple[Translated, ...]


def check_size(content: bytes) -> None:
    """Raise RefusedTranslations for a file that is too large."""
    if len(content) > MAX_BYTES:
        size = f"{len(content) / 1_000_000:.1f} MB"
        raise RefusedTranslations(
            [f"The file has {size}; at most {MAX_BYTES // 1_000_000} MB are read."]
        )

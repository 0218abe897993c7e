"""Gives items the names they have in another system, as near as ours allow."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import count

from esmpress.questionnaires.logic.words import RESERVED

LONGEST = 40


class ItemNames:
    """The names given so far; no two are alike."""

    def __init__(self) -> None:
        """Begin with none."""
        self._given: set[str] = set()

    def fitted(self, wanted: str, *, otherwise: str = "item") -> str:
        """A free name like the one that is wanted: small letters, digits and underscores."""
        plain = unicodedata.normalize("NFKD", wanted).encode("ascii", "ignore").decode().lower()
        stem = re.sub(r"[^a-z0-9]+", "_", plain).strip("_") or otherwise
        if not stem[0].isalpha():
            stem = f"q_{stem}"
        name = next(one for one in _numbered(stem) if self._is_free(one))
        self._given.add(name)
        return name

    def _is_free(self, name: str) -> bool:
        return name not in self._given and name not in RESERVED


def _numbered(stem: str) -> Iterator[str]:
    return (_cut(stem, f"_{n}" if n > 1 else "") for n in count(1))


def _cut(stem: str, end: str) -> str:
    return f"{stem[: LONGEST - len(end)].rstrip('_')}{end}"

"""Reads the texts of a questionnaire: their markup, and the expressions that stand in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from esmpress.questionnaires.logic.parsing import parse as parse_expression
from esmpress.questionnaires.logic.tree import Node
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.parsing import delivered, parse
from esmpress.questionnaires.rich_texts.reading import inlines
from esmpress.questionnaires.rich_texts.text_error import TextError
from esmpress.questionnaires.rich_texts.tokens import Block, Placeholder
from esmpress.questionnaires.texts import PlacedText


@dataclass
class ReadTexts:
    """What reading found: the blocks of each text that has markup, expressions, and faults."""

    rich: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    piped: list[tuple[PlacedText, str, Node]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_texts(texts: Iterable[PlacedText]) -> ReadTexts:
    """Read every text in every language; a fault names the place and the language."""
    found = ReadTexts()
    for placed in texts:
        for language, text in placed.texts.items():
            try:
                blocks = _parsed(text, placed.allowed)
            except TextError as error:
                found.faults.append(f"{placed.place}, text in {language}: {error.sentence}")
                continue
            if not isinstance(delivered(blocks), str) or delivered(blocks) != text:
                found.rich[text] = blocks
                found.piped += [(placed, language, tree) for tree in trees_in(blocks)]
    return found


@lru_cache(maxsize=4096)
def _parsed(text: str, allowed: Allowed) -> tuple[Block, ...]:
    """The blocks of a text: drafts are read again and again, and blocks are frozen."""
    return parse(text, allowed, read=parse_expression)


def trees_in(blocks: Iterable[Block]) -> list[Node]:
    """The expressions of a text, in their order."""
    parts = (part for part in inlines(blocks) if isinstance(part, Placeholder))
    return [part.tree for part in parts if part.tree is not None]

"""Reads what stands within a paragraph: bold, italic, links, placeholders and line breaks.

Asterisks follow the rules of CommonMark with two differences, because of texts in German and
Polish. A single asterisk within a word is a letter of it (Teilnehmer*innen), and underscores are
only themselves (I felt ____ today).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from esmpress.questionnaires.rich_texts.emphasis import Emphasiser
from esmpress.questionnaires.rich_texts.links import FoundLink, find_links
from esmpress.questionnaires.rich_texts.masking import Found, Masked
from esmpress.questionnaires.rich_texts.tokens import Break, Inline, Link, Placeholder
from esmpress.questionnaires.rich_texts.words import Words

Read = Callable[[str], Any]

_PIECE = re.compile("\\*+|\n|[\U000f0000-\U000ffffd]")


@dataclass(frozen=True)
class InlineReader:
    """Reads the paragraphs of one text; `read` makes trees of the expressions in it."""

    masked: Masked
    links: bool
    read: Read

    def inlines(self, words: Words) -> tuple[Inline, ...]:
        """The parts of a paragraph.

        Raises TextError for a link or placeholder that may not be there.
        """
        return self._segment(words.text, find_links(words, self.masked, allowed=self.links))

    def _segment(self, text: str, links: list[FoundLink]) -> tuple[Inline, ...]:
        writer = Emphasiser()
        at = 0
        for link in links:
            self._pieces(text, at, link.start, writer)
            words = self._segment(text[link.start + 1 : link.words_end], [])
            writer.add(Link(content=words, address=link.address))
            at = link.end
        self._pieces(text, at, len(text), writer)
        return writer.finished()

    def _pieces(self, text: str, start: int, end: int, writer: Emphasiser) -> None:
        """Hand a stretch without links to the writer."""
        for found in _PIECE.finditer(text, start, end):
            begin, behind = found.span()
            writer.add(text[start:begin])
            start = behind
            if text[begin] == "*":
                before, after = text[max(begin - 1, 0) : begin], text[behind : behind + 1]
                writer.mark(found[0], before=before, after=after)
            else:
                writer.add(Break() if found[0] == "\n" else self._unit(found[0]))
        writer.add(text[start:end])

    def _unit(self, sign: str) -> Inline | str:
        unit = self.masked.unit(sign)
        if not isinstance(unit, Found):
            return unit
        try:
            return Placeholder(source=unit.source, tree=self.read(unit.source))
        except ValueError as error:
            raise self.masked.error(f"{{{unit.source}}}: {error}", unit.line) from error

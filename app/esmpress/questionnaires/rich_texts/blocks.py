"""Puts the lines of a text together to paragraphs, headings and lists."""

from __future__ import annotations

import re
from typing import Literal

from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.inline import InlineReader
from esmpress.questionnaires.rich_texts.lists import Point, lists_of, point_of
from esmpress.questionnaires.rich_texts.masking import Masked
from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    Heading,
    NumberedList,
    Paragraph,
    TextRun,
)
from esmpress.questionnaires.rich_texts.words import Words

_HEADING = re.compile("(#{1,6}) +(.*)")
_LEVELS: dict[int, Literal[2, 3]] = {2: 2, 3: 3}


class BlockReader:
    """Reads the lines of one text from the first to the last."""

    def __init__(self, masked: Masked, allowed: Allowed, reader: InlineReader) -> None:
        """Take the text, what it may hold, and what reads the words of its blocks."""
        self._masked = masked
        self._allowed = allowed
        self._reader = reader
        self._lines = [line.expandtabs(4).rstrip(" ") for line in masked.text.split("\n")]
        self._blocks: list[Block] = []

    def blocks(self) -> tuple[Block, ...]:
        """The blocks of the text.

        Raises TextError for a block that may not be there, and what the reader raises.
        """
        at = 0
        while at < len(self._lines):
            at = self._block(at) if self._lines[at] else at + 1
        return tuple(self._blocks)

    def _block(self, at: int) -> int:
        """Read the block that begins in a line; returns where the next may begin."""
        if self._blocks and not self._allowed.blocks:
            raise self._masked.error("There may be one paragraph only, without empty lines", at + 1)
        if found := self._heading(at):
            return self._take_heading(at, found)
        if self._point(at) is not None:
            return self._take_lists(at)
        return self._take_paragraph(at)

    def _take_heading(self, at: int, found: re.Match[str]) -> int:
        written = self._masked.shown(found[0])
        if not self._allowed.headings:
            raise self._masked.error(f"Headings are not allowed here: {written}", at + 1)
        level = _LEVELS.get(len(found[1]))
        if level is None:
            raise self._masked.error(f"A heading begins with ## or ###: {written}", at + 1)
        content = self._reader.inlines(Words(found[2], at + 1))
        self._blocks.append(Heading(level=level, content=content))
        return at + 1

    def _take_lists(self, at: int) -> int:
        points: list[Point] = []
        while at < len(self._lines):
            point = self._point(at)
            if point is not None:
                points.append(point)
            elif self._goes_on(at):
                points[-1].words = points[-1].words.followed_by(self._lines[at])
            else:
                break
            at = self._next_of_list(at + 1)
        for found in lists_of(points, self._reader):
            if isinstance(found, NumberedList) and len(found.items) == 1:
                self._blocks += _with_number_as_words(found)
            else:
                self._blocks.append(found)
        return at

    def _take_paragraph(self, at: int) -> int:
        words = Words(self._lines[at].strip(" "), at + 1)
        at += 1
        while at < len(self._lines) and self._lines[at] and not self._interrupts(at):
            words = words.followed_by(self._lines[at])
            at += 1
        self._blocks.append(Paragraph(content=self._reader.inlines(words)))
        return at

    def _heading(self, at: int) -> re.Match[str] | None:
        """The heading in a line; where there are none, one # may be a number sign."""
        found = _HEADING.fullmatch(self._lines[at].strip(" "))
        if found and found[1] == "#" and not self._allowed.headings:
            return None
        return found

    def _point(self, at: int) -> Point | None:
        return point_of(self._lines[at], at + 1) if self._allowed.blocks else None

    def _interrupts(self, at: int) -> bool:
        """Whether a line begins a block right below a paragraph: 1986. may just begin a line."""
        point = self._point(at)
        begins_list = point is not None and (point.number is None or point.number <= 1)
        return begins_list or self._heading(at) is not None

    def _goes_on(self, at: int) -> bool:
        """Whether a line is one more of the point above it."""
        return self._lines[at].startswith(" ")

    def _next_of_list(self, at: int) -> int:
        """The next line of a list: empty ones are passed over if a point follows them."""
        below = at
        while below < len(self._lines) and not self._lines[below]:
            below += 1
        has_point = below < len(self._lines) and self._point(below) is not None
        return below if has_point else at


def _with_number_as_words(found: NumberedList) -> list[Block]:
    """A list of one point as it was written: 1. How stressed are you?"""
    item = found.items[0]
    first, rest = f"{item.number}. ", item.content
    if isinstance(rest[0], TextRun):
        first, rest = first + rest[0].text, rest[1:]
    return [Paragraph(content=(TextRun(text=first), *rest)), *item.lists]

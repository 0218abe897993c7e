"""Makes lists out of their lines: what is indented deeper stands below the point before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from esmpress.questionnaires.rich_texts.inline import InlineReader
from esmpress.questionnaires.rich_texts.tokens import (
    BulletItem,
    BulletList,
    List,
    NumberedItem,
    NumberedList,
)
from esmpress.questionnaires.rich_texts.words import Words

MAX_DEPTH = 3
_POINT = re.compile(r"( *)(?:[-*]|(0|[1-9][0-9]{0,3})\.) +(.*)")
# What must be added to an indent to stand below the point before.
_DEEPER = 2


@dataclass
class Point:
    """A point of a list as it was written; its words may go on over several lines."""

    indent: int
    number: int | None
    words: Words


def point_of(text: str, line: int) -> Point | None:
    """The point that a line begins, if it begins one."""
    found = _POINT.fullmatch(text)
    if found is None:
        return None
    number = None if found[2] is None else int(found[2])
    return Point(len(found[1]), number, Words(found[3], line))


def lists_of(points: Sequence[Point], reader: InlineReader, depth: int = 1) -> tuple[List, ...]:
    """The lists the points make; bullets and numbers that follow on each other make two.

    Raises TextError if lists are nested too deep, and what the reader raises.
    """
    if depth > MAX_DEPTH:
        words = points[0].words
        sentence = f"Lists may be nested {MAX_DEPTH} deep: {reader.masked.shown(words.text)}"
        raise reader.masked.error(sentence, words.line)
    found: list[List] = []
    families = groupby(_families(points), key=lambda family: family[0].number is None)
    for are_bullets, group in families:
        of_list = list(group)
        items = [_item(family, reader, depth) for family in of_list]
        if are_bullets:
            found.append(BulletList(items=tuple(items)))
        else:
            numbers = _numbers([family[0].number or 0 for family in of_list])
            found.append(NumberedList(items=tuple(map(_numbered, items, numbers))))
    return tuple(found)


def _families(points: Sequence[Point]) -> Iterator[Sequence[Point]]:
    """The points of the upper level, each with those below it."""
    family: list[Point] = []
    for point in points:
        if family and point.indent < family[0].indent + _DEEPER:
            yield family
            family = []
        family.append(point)
    yield family


def _item(family: Sequence[Point], reader: InlineReader, depth: int) -> BulletItem:
    below = lists_of(family[1:], reader, depth + 1) if len(family) > 1 else ()
    return BulletItem(content=reader.inlines(family[0].words), lists=below)


def _numbered(item: BulletItem, number: int) -> NumberedItem:
    return NumberedItem(number=number, content=item.content, lists=item.lists)


def _numbers(written: list[int]) -> list[int]:
    """The numbers as they were written; the same one throughout counts on from it."""
    if len(set(written)) > 1:
        return written
    return list(range(written[0], written[0] + len(written)))

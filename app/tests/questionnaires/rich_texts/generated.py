"""Draws texts by their blocks, and writes them as a researcher would."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby, pairwise

from hypothesis import strategies as st

from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    Break,
    BulletItem,
    BulletList,
    Emphasis,
    Heading,
    Inline,
    Link,
    List,
    NumberedItem,
    NumberedList,
    Paragraph,
    Placeholder,
    Strong,
    TextRun,
)

SIGNS = r"\*[]()#.<>&`{}|~-_!:;/@1aZßלé😀字"
JUNK = st.text(
    st.one_of(st.sampled_from(SIGNS + " \n\t'\""), st.characters(), st.sampled_from("ab \n*")),
    max_size=300,
)
SNIPPETS = [
    *("**", "*", "***", "[", "](", ")", "](https://example.org)", "{", "}", "{{", "}}", "{a}"),
    *("- ", "1. ", "2. ", "## ", "\n", "\n\n", "  ", "<b>", "&amp;", "`", "|", "\\", "!["),
    *("javascript:", "https://", "a", "b c", "ש", "\u00a0", "\ufeff", "<", "&"),
]
# Looks like texts of people who try things out.
MARKUP = st.lists(st.sampled_from(SNIPPETS), max_size=40).map("".join)

WORDS = st.text(st.sampled_from(SIGNS), min_size=1, max_size=6).map(lambda text: TextRun(text=text))
PLACEHOLDERS = st.sampled_from(["a", "a * b", "a == '}*'", "previous(a) < 1"])
ADDRESSES = st.sampled_from(["https://example.org", "https://a.de/b_(c)?d=*e*&f", "https://ä.de/"])


def _parts(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[tuple[Inline, ...]]:
    """Return parts with a blank or a line end between, as every mark can stand there."""
    between: st.SearchStrategy[Inline] = st.sampled_from([TextRun(text=" "), Break()])
    pairs = st.lists(st.tuples(between, inner), min_size=1, max_size=4)
    return pairs.map(lambda found: joined([part for pair in found for part in pair][1:]))


def joined(parts: Sequence[Inline]) -> tuple[Inline, ...]:
    """Return the parts with texts that follow on each other in one."""
    result: list[Inline] = []
    for is_text, group in groupby(parts, key=lambda part: isinstance(part, TextRun)):
        found = list(group)
        if is_text:
            text = "".join(part.text for part in found if isinstance(part, TextRun))
            result.append(TextRun(text=text))
        else:
            result += found
    return tuple(result)


_SIMPLE: st.SearchStrategy[Inline] = st.one_of(
    WORDS, PLACEHOLDERS.map(lambda source: Placeholder(source=source))
)
_ITALIC = st.one_of(_SIMPLE, _parts(_SIMPLE).map(lambda content: Emphasis(content=content)))
_BOLD = st.one_of(_ITALIC, _parts(_ITALIC).map(lambda content: Strong(content=content)))
_LINKED = st.one_of(_BOLD, st.builds(Link, content=_parts(_BOLD), address=ADDRESSES))
CONTENT = _parts(_LINKED)
_LINE = CONTENT.filter(lambda content: Break() not in _all(content))


def _all(content: Iterable[Inline]) -> list[Inline]:
    found: list[Inline] = []
    for part in content:
        found += [part, *(_all(part.content) if hasattr(part, "content") else ())]
    return found


def _lists(below: st.SearchStrategy[tuple[List, ...]]) -> st.SearchStrategy[List]:
    bullets = st.lists(st.builds(BulletItem, content=CONTENT, lists=below), min_size=1, max_size=3)
    points = st.builds(NumberedItem, content=CONTENT, lists=below, number=st.integers(0, 9999))
    numbers = st.lists(points, min_size=2, max_size=3, unique_by=lambda item: item.number)
    return st.one_of(
        bullets.map(lambda items: BulletList(items=tuple(items))),
        numbers.map(lambda items: NumberedList(items=tuple(items))),
    )


_NONE: st.SearchStrategy[tuple[List, ...]] = st.just(())
_LIST = _lists(st.one_of(_NONE, _lists(_NONE).map(lambda one: (one,))))
_BLOCK: st.SearchStrategy[Block] = st.one_of(
    CONTENT.map(lambda content: Paragraph(content=content)),
    st.builds(Heading, level=st.sampled_from([2, 3]), content=_LINE),
    _LIST,
)
BLOCKS = (
    st.lists(_BLOCK, max_size=4)
    .map(tuple)
    .filter(
        lambda blocks: (
            not any(a.kind == b.kind and a.kind.endswith("list") for a, b in pairwise(blocks))
        )
    )
)


def written(blocks: Iterable[Block]) -> str:
    """Return the text a researcher would write for the blocks."""
    return "\n\n".join(_written_block(block) for block in blocks)


def _written_block(block: Block) -> str:
    match block:
        case Paragraph():
            return _written(block.content)
        case Heading():
            return f"{'#' * block.level} {_written(block.content)}"
        case BulletList() | NumberedList():
            return "\n".join(_written_points(block))


def _written_points(one: List) -> list[str]:
    lines: list[str] = []
    for item in one.items:
        mark = f"{item.number}. " if isinstance(item, NumberedItem) else "- "
        inner = _written(item.content).split("\n")
        inner += [line for below in item.lists for line in _written_points(below)]
        lines += [mark + inner[0], *(" " * len(mark) + line for line in inner[1:])]
    return lines


def _written(content: Iterable[Inline]) -> str:
    return "".join(_written_part(part) for part in content)


def _written_part(part: Inline) -> str:
    match part:
        case TextRun():
            return escaped(part.text)
        case Break():
            return "\n"
        case Placeholder():
            return f"{{ {part.source} }}"
        case Strong():
            return f"**{_written(part.content)}**"
        case Emphasis():
            return f"*{_written(part.content)}*"
        case Link():
            return f"[{_written(part.content)}]({part.address})"


def escaped(text: str) -> str:
    """Return the text with a backslash before whatever may have a meaning."""
    return re.sub(r"[\\*\[\]()#.<&`{}|~-]", r"\\\g<0>", text)

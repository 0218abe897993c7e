"""Writes a text without any markup: for codebooks, lists and screen readers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    Break,
    BulletItem,
    BulletList,
    Inline,
    Link,
    List,
    NumberedItem,
    NumberedList,
    Placeholder,
    TextRun,
)

Fill = Callable[[Placeholder], str]


def as_written(placeholder: Placeholder) -> str:
    """A placeholder that has no value: its expression in braces."""
    return f"{{{placeholder.source}}}"


def plain(blocks: Iterable[Block], fill: Fill = as_written) -> str:
    """The words of a text, with an empty line between its blocks; `fill` gives the values."""
    return "\n\n".join(_block(block, fill) for block in blocks)


def _block(block: Block, fill: Fill) -> str:
    if isinstance(block, BulletList | NumberedList):
        return "\n".join(_points(block, fill))
    return _words(block.content, fill)


def _points(of_list: List, fill: Fill) -> Iterator[str]:
    for item in of_list.items:
        mark = _mark(item)
        indent = " " * len(mark)
        yield mark + _words(item.content, fill).replace("\n", f"\n{indent}")
        for below in item.lists:
            yield from (f"{indent}{line}" for line in _points(below, fill))


def _mark(item: BulletItem) -> str:
    return f"{item.number}. " if isinstance(item, NumberedItem) else "- "


def _words(content: Iterable[Inline], fill: Fill) -> str:
    return "".join(_part(part, fill) for part in content)


def _part(part: Inline, fill: Fill) -> str:
    match part:
        case TextRun():
            return part.text
        case Break():
            return "\n"
        case Placeholder():
            return fill(part)
        case Link():
            return _link(_words(part.content, fill), part.address)
    return _words(part.content, fill)


def _link(words: str, address: str) -> str:
    return address if words == address else f"{words} ({address})"

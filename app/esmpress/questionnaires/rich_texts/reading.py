"""Goes through the parts of a text in the order they are read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    BulletList,
    Emphasis,
    Inline,
    Link,
    NumberedList,
    Placeholder,
    Strong,
)


def placeholders(blocks: Iterable[Block]) -> tuple[str, ...]:
    """The expressions of a text, in their order, as often as they stand there."""
    return tuple(part.source for part in inlines(blocks) if isinstance(part, Placeholder))


def inlines(blocks: Iterable[Block]) -> Iterator[Inline]:
    """All parts within the blocks, each before those it holds."""
    for block in blocks:
        if isinstance(block, BulletList | NumberedList):
            for item in block.items:
                yield from _with_inner(item.content)
                yield from inlines(item.lists)
        else:
            yield from _with_inner(block.content)


def _with_inner(content: Iterable[Inline]) -> Iterator[Inline]:
    for part in content:
        yield part
        if isinstance(part, Strong | Emphasis | Link):
            yield from _with_inner(part.content)

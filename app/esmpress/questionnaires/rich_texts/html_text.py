"""Writes a text as HTML, for the page without JavaScript and for the Admin."""

from __future__ import annotations

import re
from collections.abc import Iterable

import nh3

from esmpress.questionnaires.rich_texts.plain_text import Fill, as_written
from esmpress.questionnaires.rich_texts.tokens import (
    Block,
    Break,
    BulletItem,
    BulletList,
    Emphasis,
    Heading,
    Inline,
    Link,
    NumberedItem,
    NumberedList,
    Paragraph,
    Placeholder,
    Strong,
    TextRun,
)

TAGS = frozenset({"p", "h2", "h3", "ul", "ol", "li", "strong", "em", "a", "br", "bdi"})
ATTRIBUTES = {"a": frozenset({"href"}), "li": frozenset({"value"})}
_FIXED = {"a": {"rel": {"noopener noreferrer"}, "target": {"_blank"}}}
_LINK = 'rel="noopener noreferrer" target="_blank"'
_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\u00a0": "&nbsp;"})
_UNSHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


def html(blocks: tuple[Block, ...], fill: Fill = as_written) -> str:
    """The text as HTML; `fill` gives the values, which stand there as plain text.

    One paragraph comes without its tags, so that it can stand in a label or a legend.
    """
    return guarded(built(blocks, fill))


def guarded(markup: str) -> str:
    """HTML without all that is not built here: what is built passes unchanged."""
    return nh3.clean(
        markup,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        tag_attribute_values=_FIXED,
        url_schemes={"https"},
        url_relative="deny",
        link_rel=None,
    )


def built(blocks: tuple[Block, ...], fill: Fill) -> str:
    """The HTML as it is before the guard has seen it: every character of others is escaped."""
    match blocks:
        case (Paragraph(content=content),):
            return _words(content, fill)
    return "".join(_block(block, fill) for block in blocks)


def _block(block: Block, fill: Fill) -> str:
    match block:
        case Paragraph():
            return f"<p>{_words(block.content, fill)}</p>"
        case Heading():
            return f"<h{block.level}>{_words(block.content, fill)}</h{block.level}>"
        case BulletList():
            return f"<ul>{_points(block.items, fill)}</ul>"
        case NumberedList():
            return f"<ol>{_points(block.items, fill)}</ol>"


def _points(items: Iterable[BulletItem], fill: Fill) -> str:
    return "".join(_point(item, fill) for item in items)


def _point(item: BulletItem, fill: Fill) -> str:
    number = f' value="{item.number}"' if isinstance(item, NumberedItem) else ""
    below = "".join(_block(one, fill) for one in item.lists)
    return f"<li{number}>{_words(item.content, fill)}{below}</li>"


def _words(content: Iterable[Inline], fill: Fill) -> str:
    return "".join(_part(part, fill) for part in content)


def _part(part: Inline, fill: Fill) -> str:
    match part:
        case TextRun():
            return _escaped(part.text)
        case Break():
            return "<br>"
        case Placeholder():
            # A value may be written from right to left, whatever stands around it.
            return f"<bdi>{_escaped(_shown(fill(part)))}</bdi>"
        case Strong():
            return f"<strong>{_words(part.content, fill)}</strong>"
        case Emphasis():
            return f"<em>{_words(part.content, fill)}</em>"
        case Link():
            words = _words(part.content, fill)
            return f'<a href="{_escaped(part.address)}" {_LINK}>{words}</a>'


def _shown(value: str) -> str:
    """A value without what HTML cannot hold."""
    return _UNSHOWN.sub("\ufffd", value.replace("\r\n", "\n").replace("\r", "\n"))


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)

"""Whether each tag of own HTML is closed in its place, so that no parser has to guess.

Parsers repeat bold, links and the like that stay open in each paragraph that follows: of 60 kB
they make 150 MB. What is closed in its place they take as it stands, in one pass.
"""

from __future__ import annotations

from collections.abc import Iterable

from esmpress.delivery.messages.tags import Tag

MAX_OPEN = 100
_VOID = frozenset(
    {
        *("area", "base", "basefont", "bgsound", "br", "col", "embed", "hr", "img"),
        *("input", "keygen", "link", "meta", "param", "source", "track", "wbr"),
    }
)
# What they hold, or what surrounds them, is read by rules of its own.
_FOREIGN = frozenset(
    {
        *("applet", "button", "frame", "frameset", "marquee", "math", "noscript", "object"),
        *("plaintext", "select", "svg", "template"),
    }
)
# What may stand in a paragraph.
_WORDS = frozenset(
    {
        *("a", "abbr", "b", "big", "br", "code", "em", "font", "i", "img", "input", "label"),
        *("nobr", "s", "small", "span", "strike", "strong", "sub", "sup", "tt", "u", "wbr"),
    }
)
_GROUPS = frozenset({"tbody", "thead", "tfoot"})
_IN_TABLE = _GROUPS | {"caption", "colgroup", "col"}
_CELLS = frozenset({"td", "th"})
# What may stand directly in the parts of a table, and nowhere else.
_PARTS: dict[str, frozenset[str]] = {
    "table": _IN_TABLE | {"tr"},
    **dict.fromkeys(_GROUPS, frozenset({"tr"})),
    "colgroup": frozenset({"col"}),
    "tr": _CELLS,
}
_ALL_PARTS = _IN_TABLE | _CELLS | {"tr"}
_BOXES = _CELLS | {"caption"}
# Which open elements a begin tag would close, unless one of the others lies between.
_PARAGRAPH = (frozenset({"p"}), _BOXES)
_CLOSES = {
    "a": (frozenset({"a"}), _BOXES),
    "nobr": (frozenset({"nobr"}), _BOXES),
    "li": (frozenset({"li"}), _BOXES | {"ul", "ol"}),
    **dict.fromkeys(("dd", "dt"), (frozenset({"dd", "dt"}), _BOXES | {"dl"})),
}


class BadNesting(Exception):
    """A tag is not closed in its place; `line` is where, and the sentence says what is wrong."""

    def __init__(self, line: int, sentence: str) -> None:
        """Keep both."""
        super().__init__(sentence)
        self.line = line


def check_nesting(tags: Iterable[Tag]) -> None:
    """Raise BadNesting at the first tag that is not closed in its place, or stands wrongly."""
    opened: list[Tag] = []
    for tag in tags:
        if tag.name and tag.is_end:
            _end(tag, opened)
        elif tag.name:
            _begin(tag, opened)
    if opened:
        raise BadNesting(opened[-1].line, f"<{opened[-1].name}> is not closed.")


def _begin(tag: Tag, opened: list[Tag]) -> None:
    if tag.name in _FOREIGN:
        raise BadNesting(tag.line, f"no mail can hold <{tag.name}>.")
    around = opened[-1].name if opened else ""
    is_astray = around in _PARTS and tag.name not in _PARTS[around]
    hinders = around if is_astray else _closed_by(tag, opened)
    if tag.name in _ALL_PARTS - _PARTS.get(around, frozenset()):
        raise BadNesting(tag.line, f"<{tag.name}> stands outside its part of a table.")
    if hinders:
        raise BadNesting(tag.line, f"<{tag.name}> cannot stand in <{hinders}>: close that before.")
    if tag.name not in _VOID:
        opened.append(tag)
    if len(opened) > MAX_OPEN:
        raise BadNesting(tag.line, f"more than {MAX_OPEN} tags are open.")


def _closed_by(tag: Tag, opened: list[Tag]) -> str:
    """The open element a parser would close for the sake of this tag; empty when none."""
    rules = [_CLOSES[tag.name]] if tag.name in _CLOSES else []
    rules += [] if tag.name in _WORDS else [_PARAGRAPH]
    for closed, between in rules:
        found = next((one.name for one in reversed(opened) if one.name in closed | between), "")
        if found in closed:
            return found
    return ""


def _end(tag: Tag, opened: list[Tag]) -> None:
    if tag.name in _VOID:
        return
    if not opened or opened[-1].name != tag.name:
        fitting = f"; <{opened[-1].name}> of line {opened[-1].line} is open" if opened else ""
        raise BadNesting(tag.line, f"</{tag.name}> closes nothing{fitting}.")
    opened.pop()

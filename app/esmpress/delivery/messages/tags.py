"""Reads the tags of own HTML in one pass, however broken it is: nothing is read twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Their contents are no HTML, but end at their own end tag.
RAW = frozenset(
    {"iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"},
)
_BEGIN = re.compile(r"<(?:!--|[!?]|/?[a-zA-Z])")
_NAME = re.compile(r"</?([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+([^\s/>][^\s/>=]*+)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|["']|[^\s>"'][^\s>]*+))?+"""
)
_END = re.compile(r"[\s/]*+>")
_COMMENT_END = re.compile(r"--!?>")
_QUOTES = ('"', "'")


class Unclosed(Exception):
    """A tag, comment or quote has no end; `line` is where it begins."""

    def __init__(self, line: int) -> None:
        """Keep the line."""
        super().__init__(line)
        self.line = line


@dataclass(frozen=True)
class Tag:
    """A begin or end tag, with what it says; a comment has no name but `words`."""

    name: str
    line: int
    is_end: bool = False
    attributes: list[tuple[str, str]] = field(default_factory=list)
    words: str = ""


def read_tags(html: str) -> Iterator[Tag]:
    """Tags and comments in their order; raises Unclosed at the first that has no end."""
    position, line, counted = 0, 1, 0
    while begin := _BEGIN.search(html, position):
        line += html.count("\n", counted, begin.start())
        counted = begin.start()
        if begin[0][1] in "!?":
            tag, position = _read_aside(html, begin, line)
        else:
            tag, position = _read_tag(html, begin.start(), line)
        yield tag
        if tag.name in RAW and not tag.is_end:
            position = _end_of_raw(html, tag, position)


def _read_aside(html: str, begin: re.Match[str], line: int) -> tuple[Tag, int]:
    """A comment, a doctype or the like."""
    if begin[0] != "<!--":
        end = html.find(">", begin.end())
        if end < 0:
            raise Unclosed(line)
        return Tag("", line), end + 1
    # Of `<!-->` the same two signs begin and end it.
    found = _COMMENT_END.search(html, begin.start() + 2)
    if found is None:
        raise Unclosed(line)
    return Tag("", line, words=html[begin.end() : found.start()]), found.end()


def _read_tag(html: str, start: int, line: int) -> tuple[Tag, int]:
    named = _NAME.match(html, start)
    assert named is not None
    attributes, position = [], named.end()
    while not (end := _END.match(html, position)):
        found = _ATTRIBUTE.match(html, position)
        if found is None or found[2] in _QUOTES:
            raise Unclosed(line)
        value = found[2] or ""
        attributes.append((found[1].lower(), value[1:-1] if value[:1] in _QUOTES else value))
        position = found.end()
    is_end = html[start + 1] == "/"
    return Tag(named[1].lower(), line, is_end, attributes), end.end()


def _end_of_raw(html: str, tag: Tag, position: int) -> int:
    end = re.compile(rf"</{tag.name}(?=[\s/>])", re.IGNORECASE).search(html, position)
    if end is None:
        raise Unclosed(tag.line)
    return end.start()

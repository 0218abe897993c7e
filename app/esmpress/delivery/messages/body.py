"""Makes both parts of a message from one text: blocks of HTML, and plain paragraphs."""

from __future__ import annotations

from html import escape

from markdown_it.token import Token

from esmpress.delivery.messages.filling import (
    HtmlFiller,
    TextFiller,
    Values,
    filled_address,
    paragraph,
)
from esmpress.delivery.messages.markup import parse

_OPEN = {
    "heading_open": '<h2 style="margin:24px 0 12px;font-size:19px;line-height:1.35">',
    "bullet_list_open": '<ul style="margin:0 0 18px;padding:0 0 0 24px">',
    "list_item_open": '<li style="margin:0 0 6px">',
    "hr": '<hr class="rule" style="border:0;border-top:1px solid #dedfe3;margin:24px 0">',
    "strong_open": "<strong>",
    "em_open": "<em>",
    "softbreak": "<br>\n",
    "hardbreak": "<br>\n",
}
_CLOSE = {
    "heading_close": "</h2>",
    "bullet_list_close": "</ul>",
    "ordered_list_close": "</ol>",
    "list_item_close": "</li>",
    "strong_close": "</strong>",
    "em_close": "</em>",
    "link_close": "</a>",
}


def html_of(text: str, values: Values) -> str:
    """The blocks of a text as HTML."""
    filler = HtmlFiller(values)
    parts: list[str] = []
    for token in parse(text):
        if token.type == "inline":
            parts.append(_html_block(token, filler, in_paragraph=_in_paragraph(parts)))
        elif token.type == "ordered_list_open":
            start = int(token.attrs.get("start", 1))
            parts.append(f'<ol start="{start}" style="margin:0 0 18px;padding:0 0 0 26px">')
        elif token.type == "paragraph_open":
            parts.append("" if token.hidden else _PARAGRAPH)
        else:
            parts.append(_OPEN.get(token.type) or _CLOSE.get(token.type, ""))
    return "\n".join(part for part in parts if part not in ("", _PARAGRAPH))


# Stands where a paragraph begins, until its content says whether it is one.
_PARAGRAPH = "<p>"


def _in_paragraph(parts: list[str]) -> bool:
    return bool(parts) and parts[-1] == _PARAGRAPH


def _html_block(token: Token, filler: HtmlFiller, *, in_paragraph: bool) -> str:
    alone = _alone(token)
    block = filler.block(alone.content, alone.meta["label"]) if alone else None
    if block is not None:
        return block
    html = "".join(_html_inline(child, filler) for child in token.children or ())
    if not in_paragraph or not html.strip():
        return html.strip()
    return paragraph(html)


def _html_inline(token: Token, filler: HtmlFiller) -> str:
    if token.type == "place":
        return filler.inline(token.content, token.meta["label"])
    if token.type == "link_open":
        address = filled_address(str(token.attrs["href"]), filler.values)
        return filler.link(address, "").removesuffix("</a>")
    if token.type == "text":
        return escape(token.content)
    return _OPEN.get(token.type) or _CLOSE.get(token.type, "")


def text_of(text: str, values: Values) -> str:
    """The blocks of a text as plain paragraphs, with an empty line between."""
    return _TextWriter(TextFiller(values)).write(parse(text))


class _TextWriter:
    """Writes blocks one below the other, list items with their marks."""

    def __init__(self, filler: TextFiller) -> None:
        self._filler = filler
        self._blocks: list[str] = []
        self._counters: list[int | None] = []
        self._mark = ""

    def write(self, tokens: list[Token]) -> str:
        for token in tokens:
            self._take(token)
        return "\n".join(self._blocks).strip()

    def _take(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self._counters.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            self._counters.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self._counters.pop()
            self._blocks += [] if self._counters else [""]
        elif token.type == "list_item_open":
            self._mark = self._next_mark()
        elif token.type == "hr":
            self._blocks += ["----------", ""]
        elif token.type == "inline":
            self._add(_text_block(token, self._filler))

    def _next_mark(self) -> str:
        indent = "  " * (len(self._counters) - 1)
        number = self._counters[-1]
        if number is None:
            return f"{indent}- "
        self._counters[-1] = number + 1
        return f"{indent}{number}. "

    def _add(self, words: str) -> None:
        if not words.strip():
            return
        begin = self._mark or "  " * len(self._counters)
        below = " " * len(begin)
        self._blocks.append(begin + words.strip().replace("\n", f"\n{below}"))
        self._blocks += [] if self._counters else [""]
        self._mark = ""


def _text_block(token: Token, filler: TextFiller) -> str:
    alone = _alone(token)
    block = filler.block(alone.content, alone.meta["label"]) if alone else None
    if block is not None:
        return block
    parts: list[str] = []
    addresses: list[tuple[str, int]] = []
    for child in token.children or ():
        if child.type == "link_open":
            addresses.append((filled_address(str(child.attrs["href"]), filler.values), len(parts)))
        elif child.type == "link_close":
            address, begin = addresses.pop()
            parts.append(_in_brackets(address, "".join(parts[begin:])))
        elif child.type == "place":
            parts.append(filler.inline(child.content, child.meta["label"]))
        else:
            parts.append("\n" if child.type.endswith("break") else child.content)
    return "".join(parts)


def _in_brackets(address: str, words: str) -> str:
    """The address behind the words of a link, unless they are the address."""
    plain = address.removeprefix("mailto:").removeprefix("tel:")
    return "" if words in (address, plain) else f" ({plain})"


def _alone(token: Token) -> Token | None:
    """The placeholder that a block consists of."""
    children = [one for one in token.children or () if one.content.strip() or one.type != "text"]
    return children[0] if len(children) == 1 and children[0].type == "place" else None

"""Researchers' own HTML: cleaned of all that mail has no use for, then filled like a text."""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

import nh3

from esmpress.delivery.messages.filling import HtmlFiller, Values, filled_address
from esmpress.delivery.messages.markup import is_address
from esmpress.delivery.messages.placeholders import PLACEHOLDER, PLACEHOLDERS
from esmpress.delivery.messages.places import unmarked

TAGS = frozenset(
    {
        *("a", "b", "br", "em", "i", "s", "small", "span", "strong", "sub", "sup", "u"),
        *("blockquote", "center", "div", "h1", "h2", "h3", "h4", "hr", "p"),
        *("li", "ol", "ul"),
        *("caption", "table", "tbody", "td", "th", "thead", "tr"),
    }
)
_VOID = frozenset({"br", "hr"})
_SIZES = {"align", "valign", "width", "height", "bgcolor"}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"style", "dir", "lang"},
    "a": {"href", "title"},
    "ol": {"start"},
    "p": {"align"},
    "div": {"align"},
    "table": {"cellpadding", "cellspacing", "border", "role", *_SIZES},
    "tr": _SIZES,
    "td": {"colspan", "rowspan", *_SIZES},
    "th": {"colspan", "rowspan", "scope", *_SIZES},
}
_SIDES = ("top", "right", "bottom", "left")
STYLES = frozenset(
    {
        *("color", "background-color", "text-align", "text-decoration", "vertical-align"),
        *("font", "font-size", "font-weight", "font-style", "font-family", "line-height"),
        *("width", "max-width", "letter-spacing", "white-space", "list-style-type"),
        *("border", "border-radius", "border-collapse", "border-color", "border-width"),
        *(f"border-{side}" for side in _SIDES),
        *("margin", *(f"margin-{side}" for side in _SIDES)),
        *("padding", *(f"padding-{side}" for side in _SIDES)),
    }
)


def cleaned(html: str) -> str:
    """The HTML without scripts, images, forms, foreign styles and addresses."""
    return nh3.clean(
        unmarked(html),
        tags=set(TAGS),
        attributes=ATTRIBUTES,
        filter_style_properties=set(STYLES),
        url_schemes={"https", "mailto", "tel"},
        # Of addresses without a scheme only placeholders lead anywhere.
        url_relative=lambda url: url if is_address(url) else None,
        link_rel=None,
    )


def filled(html: str, values: Values) -> str:
    """Cleaned HTML with its placeholders filled; all values come out escaped."""
    writer = _Writer(HtmlFiller(values))
    writer.feed(cleaned(html))
    writer.close()
    return "".join(writer.parts)


class _Writer(HTMLParser):
    """Writes cleaned HTML anew: values go into text and addresses, and never into markup."""

    def __init__(self, filler: HtmlFiller) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._filler = filler
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._write_text()
        if tag in TAGS:
            known = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set())
            written = "".join(
                f' {name}="{self._value(name, value)}"' for name, value in attrs if name in known
            )
            self.parts.append(f"<{tag}{self._look(tag, attrs)}{written}>")

    def handle_endtag(self, tag: str) -> None:
        self._write_text()
        if tag in TAGS and tag not in _VOID:
            self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def close(self) -> None:
        super().close()
        self._write_text()

    def _look(self, tag: str, attrs: list[tuple[str, str | None]]) -> str:
        """What makes a link one of the study's colour, unless it has a style of its own."""
        if tag != "a":
            return ""
        color = self._filler.values.palette.link
        is_plain = "style" not in dict(attrs)
        return ' class="link"' + (f' style="color:{color}"' if is_plain else "")

    def _value(self, name: str, value: str | None) -> str:
        given = value or ""
        if name == "href":
            return escape(filled_address(given, self._filler.values))
        return escape(PLACEHOLDER.sub("", given))

    def _write_text(self) -> None:
        text, self._text = "".join(self._text), []
        begin = 0
        for found in PLACEHOLDER.finditer(text):
            self.parts.append(escape(text[begin : found.start()], quote=False))
            self.parts.append(self._fill(found[1], found[2] or ""))
            begin = found.end()
        self.parts.append(escape(text[begin:], quote=False))

    def _fill(self, name: str, label: str) -> str:
        if name not in PLACEHOLDERS:
            return ""
        block = self._filler.block(name, label)
        return self._filler.inline(name, label) if block is None else block

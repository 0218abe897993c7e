"""The small markup of message texts: paragraphs, headings, lists, emphasis, links, placeholders.

A subset of Markdown without HTML, images and code: whatever else is typed stands as it is.
"""

from __future__ import annotations

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from esmpress.delivery.messages.placeholders import PLACEHOLDER, PLACEHOLDERS
from esmpress.delivery.messages.places import unmarked

_ENABLED = [
    *("heading", "list", "hr", "emphasis", "link", "autolink", "newline", "escape"),
    *("balance_pairs", "fragments_join"),
]
_ADDRESS = re.compile(r"(https://|mailto:|tel:)\S+")
_NESTING = 8


class _Parser(MarkdownIt):
    """Takes addresses people can be sent to, and placeholders for them."""

    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Whether a link may go there."""
        return is_address(url)

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        """The address; a placeholder in it must not be escaped."""
        return url if "{{" in url else super().normalizeLink(url)


def is_address(url: str) -> bool:
    """Whether a link may go there: a web page by https, a mail address, a telephone, a place."""
    found = PLACEHOLDER.fullmatch(url)
    if found:
        known = PLACEHOLDERS.get(found[1])
        return known is not None and known.as_address and known.name != "contact_email"
    return bool(_ADDRESS.fullmatch(url.casefold()))


def parse(text: str) -> list[Token]:
    """The blocks of a text; inline ones have children, among them tokens of type `place`."""
    return _parser().parse(_tightened(unmarked(text)))


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("zero", {"breaks": True, "maxNesting": _NESTING}).enable(_ENABLED)
    parser.inline.ruler.before("text", "place", _read_place)
    return parser


def _read_place(state: StateInline, silent: bool) -> bool:
    found = PLACEHOLDER.match(state.src, state.pos)
    if found is None or found[1] not in PLACEHOLDERS:
        return False
    if not silent:
        token = state.push("place", "", 0)
        token.content = found[1]
        token.meta = {"label": found[2] or ""}
    state.pos = found.end()
    return True


def _tightened(text: str) -> str:
    """Placeholders without blanks inside, for an address cannot hold one."""
    return PLACEHOLDER.sub(lambda found: found[0] if found[2] else "{{" + found[1] + "}}", text)

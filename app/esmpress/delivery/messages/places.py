"""The places of a finished template, which each recipient's values fill, and what guards them.

While a template is made, a place is a name between two signs no text can hold; only what stands
there becomes `%name%` in the end. Words that look like a place are no place: a researcher's
“%unsubscribe%” stays as it is, and so does a study's title.
"""

from __future__ import annotations

import re
import unicodedata

_BEGIN, _END = "\ue000", "\ue001"
_WORD_JOINER = "\u2060"
_MARKED = re.compile(f"{_BEGIN}([a-z_0-9]+){_END}")
_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NAMES = "(?=link|unsubscribe|closing_time|later|portal|event_)"
LOOKS_LIKE_A_PLACE = re.compile(f"%{_NAMES}")
# A true place ends with a sign that could begin another.
_COULD_BEGIN_ONE = re.compile(f"([%{_END}]){_NAMES}")

LINK = "%link%"
UNSUBSCRIBE = "%unsubscribe%"
CLOSING_TIME = "%closing_time%"
LATER = "%later%"
PORTAL = "%portal%"


def event_name(n: int) -> str:
    """The name of the place for the link of the n-th event, from 0."""
    return f"event_{n}"


def place(name: str) -> str:
    """A place as it stands in the finished template."""
    return f"%{name}%"


def mark(name: str) -> str:
    """A place while the template is made."""
    return f"{_BEGIN}{name}{_END}"


def unmarked(text: str) -> str:
    """Somebody's text without the two signs."""
    return text.replace(_BEGIN, "").replace(_END, "")


def settle(document: str) -> str:
    """The finished template: its marks are places now, and nothing else is one."""
    harmless = _COULD_BEGIN_ONE.sub(rf"\1{_WORD_JOINER}", document)
    return _MARKED.sub(lambda found: place(found[1]), harmless)


def one_line(text: str) -> str:
    """The text as a header can hold it: no line breaks, control or invisible signs."""
    visible = (" " if _is_control(sign) else sign for sign in unmarked(text))
    return " ".join("".join(visible).split())


def has_controls(text: str) -> bool:
    """Whether there is a sign in the text that no header may hold."""
    return any(_is_control(sign) for sign in text)


def _is_control(sign: str) -> bool:
    """Control signs, lone surrogates, line separators, and what turns the direction of writing."""
    kind = unicodedata.category(sign)
    return kind in ("Cc", "Cs", "Zl", "Zp") or sign in _TURNS

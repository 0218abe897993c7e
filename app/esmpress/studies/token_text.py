"""The form of a token: a prefix that scanners for secrets know, random signs, and a check sum.

Base 62, so that a double click marks all of it. The check sum, which anybody can work out, tells a
mistyped token from one that is not known, and spares the database what was never a token.
"""

from __future__ import annotations

import re
import secrets
import zlib

PREFIX = "esmp_"
_SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
# 238 bits.
_RANDOM, _CHECK = 40, 6
_FORM = re.compile(rf"{PREFIX}([0-9A-Za-z]{{{_RANDOM}}})([0-9A-Za-z]{{{_CHECK}}})")


def new_text() -> str:
    """A token nobody has seen."""
    drawn = "".join(secrets.choice(_SIGNS) for _ in range(_RANDOM))
    return f"{PREFIX}{drawn}{_check_sum(drawn)}"


def has_form(text: str) -> bool:
    """Whether the text can be a token: its form and its check sum are right."""
    match = _FORM.fullmatch(text)
    return match is not None and _check_sum(match[1]) == match[2]


def _check_sum(drawn: str) -> str:
    rest, signs = zlib.crc32(drawn.encode()), ""
    for _ in range(_CHECK):
        rest, place = divmod(rest, len(_SIGNS))
        signs = _SIGNS[place] + signs
    return signs

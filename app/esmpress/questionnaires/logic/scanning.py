"""Cuts the source of an expression into numbers, texts, names and symbols."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from esmpress.questionnaires.logic.expression_error import ExpressionError, quoted
from esmpress.questionnaires.logic.words import KEYWORDS, RESERVED

MAX_SOURCE = 1000
LONGEST_NAME = 40
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
    | (?P<symbol>==|!=|<=|>=|[=<>+*/().,\[\]-])
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    """,
    re.VERBOSE,
)
_MEANT = {
    **dict.fromkeys("≤⩽", "<="),
    **dict.fromkeys("≥⩾", ">="),
    **dict.fromkeys("≠", "!="),
    **dict.fromkeys("×·∙", "*"),
    **dict.fromkeys("÷∕", "/"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("“”„«»", '"'),
    **dict.fromkeys("‘’‚`´", "'"),
    **dict.fromkeys("&", "and"),
    **dict.fromkeys("|", "or"),
    "!": "not",
}


@dataclass(frozen=True, slots=True)
class Token:
    """A word of an expression; of a text, `words` is what stands between its quotes."""

    kind: Literal["number", "text", "name", "symbol", "end"]
    words: str
    column: int

    def described(self) -> str:
        """Return how sentences call what was found."""
        match self.kind:
            case "end":
                return "the end"
            case "text":
                return f"the text {quoted(self.words)}"
        return quoted(self.words)


def scan(source: str) -> list[Token]:
    """Return the tokens of `source`, last the end.

    Raises:
        ExpressionError: it is empty or too long, or holds what no expression can hold.
    """
    if len(source) > MAX_SOURCE:
        raise ExpressionError(
            f"an expression has at most {MAX_SOURCE} characters, this one has {len(source)}"
        )
    if not source.strip(" \t\r\n"):
        raise ExpressionError("the expression is empty", 1)
    tokens = list(_tokens(source))
    return [*tokens, Token("end", "", len(source) + 1)]


def _tokens(source: str) -> Iterator[Token]:
    position = 0
    while position < len(source):
        column = position + 1
        found = _TOKEN.match(source, position)
        if found is None:
            raise ExpressionError(_reason(source[position]), column)
        position = found.end()
        match found.lastgroup:
            case "number":
                _check_number(source, found)
                yield Token("number", found[0], column)
            case "name":
                _check_name(found[0], column)
                yield Token("name", found[0], column)
            case "symbol":
                yield Token("symbol", found[0], column)
            case "single" | "double":
                text = found[0][1:-1]
                _check_text(text, column + 1)
                yield Token("text", text, column)


def _check_number(source: str, found: re.Match[str]) -> None:
    after = source[found.end() : found.end() + 1]
    if after == ".":
        raise ExpressionError("a number has one point, with digits after it", found.end() + 1)
    if re.match(r"[eE][+-]?[0-9]", source[found.end() :]):
        raise ExpressionError("write numbers in full, without an exponent", found.end() + 1)
    if after.isascii() and (after.isalpha() or after == "_"):
        raise ExpressionError("a name cannot begin with a digit", found.start() + 1)


def _check_name(name: str, column: int) -> None:
    lower = name.lower()
    if name != lower:
        kind = "words of expressions" if lower in RESERVED else "names"
        raise ExpressionError(f"{kind} are in lower case: write {lower[:LONGEST_NAME]}", column)
    if name.startswith("_"):
        raise ExpressionError("a name cannot begin with _", column)
    if len(name) > LONGEST_NAME:
        raise ExpressionError(f"a name has at most {LONGEST_NAME} characters", column)


def _check_text(text: str, column: int) -> None:
    for offset, character in enumerate(text):
        if unicodedata.category(character) in ("Cc", "Cs"):
            raise ExpressionError(f"{_named(character)} cannot stand in a text", column + offset)


def _reason(character: str) -> str:
    if character in "'\"":
        return "the text that begins here has no closing quote"
    if meant := _MEANT.get(character):
        word = "the word " if meant in KEYWORDS else ""
        return f"write {word}{meant} in place of {_named(character)}"
    if unicodedata.category(character) == "Zs":
        return f"write a plain space in place of {_named(character)}"
    if character.isalpha():
        return f"names are made of a to z, digits and _, and {_named(character)} is none of them"
    return f"{_named(character)} has no meaning in an expression"


def _named(character: str) -> str:
    code = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "")
    shown = quoted(character) if character.isprintable() and character != " " else code
    return shown if character.isascii() or not name else f"{shown} ({name.lower()})"

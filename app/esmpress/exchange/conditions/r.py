"""Reads the conditions of formr, which are expressions of R about items by their names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from esmpress.exchange.conditions.nodes import (
    Answered,
    Call,
    Chosen,
    Counted,
    Listed,
    Node,
    Not,
    Number,
    Reference,
    Text,
    Untranslatable,
)
from esmpress.exchange.conditions.parsing import MAX_SOURCE, Functions, Parser, Token

_TOKEN = re.compile(
    r"""\s+
    | (?P<number>[0-9]+(?:\.[0-9]+)?)L?(?![0-9A-Za-z_.])
    | '(?P<single>[^'\\]*)' | "(?P<double>[^"\\]*)"
    | (?P<name>[A-Za-z.][A-Za-z0-9_.]*(?:\$[A-Za-z.][A-Za-z0-9_.]*)?)
    | (?P<infix>%[A-Za-z_]+%)
    | (?P<symbol>&&|\|\||==|!=|<=|>=|[&|!<>=+*/(),-])
    """,
    re.VERBOSE,
)
_SYMBOLS = {"&&": "and", "&": "and", "||": "or", "|": "or", "!": "not"}
_INFIX = {"%in%": "in", "%contains%": "in", "%contains_word%": "in"}
_TRUTHS = {"TRUE": "true", "T": "true", "FALSE": "false", "F": "false"}


def read_r(source: str) -> Node:
    """The tree of a condition; raises Untranslatable with what has no counterpart."""
    if len(source) > MAX_SOURCE:
        raise Untranslatable(f"it has more than {MAX_SOURCE} characters")
    return Parser(list(_tokens(source)), _FUNCTIONS).whole()


def _tokens(source: str) -> Iterator[Token]:
    position = 0
    while position < len(source):
        found = _TOKEN.match(source, position)
        if found is None:
            raise Untranslatable(f"“{source[position : position + 12]}” is not understood")
        position = found.end()
        words = found[found.lastgroup] if found.lastgroup else ""
        match found.lastgroup:
            case "number":
                yield Token("number", words)
            case "single" | "double":
                yield Token("text", words)
            case "symbol":
                yield Token("symbol", _SYMBOLS.get(words, words))
            case "infix":
                yield Token("symbol", _infix(words))
            case "name" if words in _TRUTHS:
                yield Token("truth", _TRUTHS[words])
            case "name":
                is_call = source[position:].lstrip().startswith("(")
                yield Token("function" if is_call else "item", words)


def _infix(words: str) -> str:
    if words not in _INFIX:
        raise Untranslatable(f"{words} has no counterpart")
    return _INFIX[words]


def _about(name: str, make: Callable[[Reference], Node]) -> Callable[[tuple[Node, ...]], Node]:
    """A function of one item."""

    def checked(arguments: tuple[Node, ...]) -> Node:
        if len(arguments) != 1 or not isinstance(arguments[0], Reference):
            raise Untranslatable(f"{name}() is understood with one item")
        return make(arguments[0])

    return checked


def _contains(arguments: tuple[Node, ...]) -> Node:
    match arguments:
        case (Reference() as item, Text() | Number() as option):
            return Chosen(item, (option,))
    raise Untranslatable("contains() is understood with an item and an option")


def _named(function: str) -> Callable[[tuple[Node, ...]], Node]:
    def make(arguments: tuple[Node, ...]) -> Node:
        # mean(c(a, b)) is mean(a, b).
        flat = tuple(
            inner
            for one in arguments
            for inner in (one.values if isinstance(one, Listed) else (one,))
        )
        if not flat:
            raise Untranslatable(f"{function}() is given nothing")
        return Call(function, flat)

    return make


_FUNCTIONS: Functions = {
    "is.na": _about("is.na", lambda item: Not(Answered(item))),
    "nchar": _about("nchar", lambda item: Counted("length", item)),
    "c": Listed,
    "contains": _contains,
    **{name: _named(name) for name in ("abs", "round", "min", "max", "sum", "mean")},
}

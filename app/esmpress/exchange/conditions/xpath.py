"""Reads the conditions of XLSForms, which are expressions of XPath with ${names}."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from esmpress.exchange.conditions.nodes import (
    Call,
    Chosen,
    Counted,
    Node,
    Not,
    Number,
    Own,
    Reference,
    Text,
    Truth,
    Untranslatable,
)
from esmpress.exchange.conditions.parsing import MAX_SOURCE, Functions, Parser, Token

_TOKEN = re.compile(
    r"""\s+
    | (?P<number>[0-9]+(?:\.[0-9]+)?)
    | \$\{\s*(?P<item>[^{}\s]+)\s*\}
    | '(?P<single>[^']*)' | "(?P<double>[^"]*)"
    | (?P<name>[A-Za-z_][A-Za-z0-9_.:-]*)
    | (?P<own>\.)(?![./])
    | (?P<symbol>!=|<=|>=|[=<>+*(),-])
    """,
    re.VERBOSE,
)
_WORDS = {"and": "and", "or": "or", "div": "/", "=": "=="}


def read_xpath(source: str) -> Node:
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
            case "item":
                yield Token("item", words)
            case "own":
                yield Token("own", words)
            case "single" | "double":
                yield Token("text", words)
            case "symbol":
                yield Token("symbol", _WORDS.get(words, words))
            case "name" if words in _WORDS:
                yield Token("symbol", _WORDS[words])
            case "name":
                yield Token("function", words)


def _with(count: int, make: Callable[..., Node]) -> Callable[[tuple[Node, ...]], Node]:
    """A function of so many arguments."""

    def checked(arguments: tuple[Node, ...]) -> Node:
        if len(arguments) != count:
            raise Untranslatable(f"a function is given {len(arguments)} values in place of {count}")
        return make(*arguments)

    return checked


def _selected(item: Node, option: Node) -> Node:
    if not isinstance(item, Reference) or not isinstance(option, Text | Number):
        raise Untranslatable("selected() is understood with an item and the name of an option")
    return Chosen(item, (option,))


def _counted(what: str) -> Callable[[Node], Node]:
    def make(item: Node) -> Node:
        if not isinstance(item, Reference | Own):
            raise Untranslatable("only what is chosen in, or typed into, one item is counted")
        return Counted("count" if what == "count" else "length", item)

    return make


def _day(text: Node) -> Node:
    if not isinstance(text, Text):
        raise Untranslatable("only a date that is written out is understood")
    return text


def _same(node: Node) -> Node:
    return node


def _named(function: str) -> Callable[[tuple[Node, ...]], Node]:
    def make(arguments: tuple[Node, ...]) -> Node:
        if not arguments:
            raise Untranslatable(f"{function}() is given nothing")
        return Call(function, arguments)

    return make


_FUNCTIONS: Functions = {
    "not": _with(1, Not),
    "true": _with(0, lambda: Truth(True)),
    "false": _with(0, lambda: Truth(False)),
    "selected": _with(2, _selected),
    "count-selected": _with(1, _counted("count")),
    "string-length": _with(1, _counted("length")),
    "number": _with(1, _same),
    "string": _with(1, _same),
    "boolean": _with(1, _same),
    "date": _with(1, _day),
    "abs": _with(1, lambda node: Call("abs", (node,))),
    **{name: _named(name) for name in ("round", "min", "max", "sum")},
}

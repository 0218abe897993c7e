"""Reads the tokens of either language by recursive descent: the order of operators is the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

from esmpress.exchange.conditions.nodes import (
    Arithmetic,
    Chosen,
    Compared,
    Comparison,
    Junction,
    Listed,
    Negative,
    Node,
    Not,
    Number,
    Own,
    Reference,
    Text,
    Truth,
    Untranslatable,
)

MAX_SOURCE = 2000
MAX_DEPTH = 40
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
Functions = Mapping[str, Callable[[tuple[Node, ...]], Node]]


@dataclass(frozen=True)
class Token:
    """A word of a condition."""

    kind: Literal["number", "text", "truth", "item", "own", "function", "symbol", "end"]
    words: str


class Parser:
    """Reads one condition; `functions` make nodes of calls."""

    def __init__(self, tokens: Sequence[Token], functions: Functions) -> None:
        """Begin before the first token."""
        self._tokens = [*tokens, Token("end", "the end")]
        self._next = 0
        self._depth = 0
        self._functions = functions

    def whole(self) -> Node:
        """The tree of the condition; raises Untranslatable."""
        tree = self._junction("or")
        if self._token.kind != "end":
            raise Untranslatable(f"“{self._token.words}” stands where nothing is expected")
        return tree

    def _junction(self, operator: Literal["or", "and"]) -> Node:
        def below() -> Node:
            return self._junction("and") if operator == "or" else self._negation()

        operands = [below()]
        while self._takes(operator):
            operands.append(below())
        return operands[0] if len(operands) == 1 else Junction(operator, tuple(operands))

    def _negation(self) -> Node:
        if not self._takes("not"):
            return self._comparison()
        self._enter()
        operand = self._negation()
        self._depth -= 1
        return Not(operand)

    def _comparison(self) -> Node:
        left = self._sum()
        if self._takes("in"):
            return _among(left, self._sum())
        for operator in COMPARISONS:
            if self._takes(operator):
                return Compared(cast("Comparison", operator), left, self._sum())
        return left

    def _sum(self) -> Node:
        node = self._product()
        while self._token.kind == "symbol" and self._token.words in "+-":
            operator = self._advance().words
            node = Arithmetic("+" if operator == "+" else "-", node, self._product())
        return node

    def _product(self) -> Node:
        node = self._signed()
        while self._token.kind == "symbol" and self._token.words in ("*", "/"):
            operator = self._advance().words
            node = Arithmetic("*" if operator == "*" else "/", node, self._signed())
        return node

    def _signed(self) -> Node:
        if not self._takes("-"):
            return self._single()
        self._enter()
        operand = self._signed()
        self._depth -= 1
        return Negative(operand)

    def _single(self) -> Node:
        token = self._advance()
        match token.kind:
            case "number":
                return Number(token.words)
            case "text":
                return Text(token.words)
            case "truth":
                return Truth(token.words == "true")
            case "item":
                return Reference(token.words)
            case "own":
                return Own()
            case "function":
                return self._call(token.words)
        if token.words == "(" and token.kind == "symbol":
            self._enter()
            inner = self._junction("or")
            self._depth -= 1
            self._must_take(")")
            return inner
        raise Untranslatable(f"“{token.words}” is not understood here")

    def _call(self, name: str) -> Node:
        make = self._functions.get(name)
        if make is None:
            raise Untranslatable(f"{name}() has no counterpart")
        self._must_take("(")
        self._enter()
        arguments: list[Node] = []
        if not self._takes(")"):
            arguments.append(self._junction("or"))
            while self._takes(","):
                arguments.append(self._junction("or"))
            self._must_take(")")
        self._depth -= 1
        return make(tuple(arguments))

    @property
    def _token(self) -> Token:
        return self._tokens[self._next]

    def _advance(self) -> Token:
        token = self._token
        if token.kind != "end":
            self._next += 1
        return token

    def _takes(self, words: str) -> bool:
        found = self._token.kind == "symbol" and self._token.words == words
        self._next += found
        return found

    def _must_take(self, words: str) -> None:
        if not self._takes(words):
            raise Untranslatable(f"“{words}” is missing before “{self._token.words}”")

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Untranslatable("it is nested too deep")


def _among(needle: Node, haystack: Node) -> Node:
    values = haystack.values if isinstance(haystack, Listed) else (haystack,)
    options = tuple(value for value in values if isinstance(value, Text | Number))
    if not isinstance(needle, Reference) or len(options) < len(values) or not options:
        raise Untranslatable("%in% is understood with an item on its left and c(…) on its right")
    return Chosen(needle, options)

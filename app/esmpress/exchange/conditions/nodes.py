"""What conditions of other systems have in common, as a tree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Comparison = Literal["==", "!=", "<", "<=", ">", ">="]


class Untranslatable(ValueError):
    """A condition has no counterpart; the message says which part of it, for the report."""


@dataclass(frozen=True)
class Number:
    """A number as it was written."""

    words: str


@dataclass(frozen=True)
class Text:
    """A text between quotes."""

    words: str


@dataclass(frozen=True)
class Truth:
    """True or false."""

    value: bool


@dataclass(frozen=True)
class Reference:
    """The answer to an item, by its name in the other system."""

    name: str


@dataclass(frozen=True)
class Own:
    """The answer the condition is about."""


@dataclass(frozen=True)
class Answered:
    """Whether there is an answer."""

    item: Reference


@dataclass(frozen=True)
class Chosen:
    """Whether at least one of these options is chosen."""

    item: Reference
    options: tuple[Text | Number, ...]


@dataclass(frozen=True)
class Counted:
    """How many options are chosen, or characters typed: 0 where there is no answer."""

    what: Literal["count", "length"]
    item: Reference | Own


@dataclass(frozen=True)
class Not:
    """The opposite."""

    operand: Node


@dataclass(frozen=True)
class Junction:
    """All of them, or at least one."""

    operator: Literal["and", "or"]
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Compared:
    """Two values compared."""

    operator: Comparison
    left: Node
    right: Node


@dataclass(frozen=True)
class Arithmetic:
    """Two numbers made into one."""

    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    """A number with the opposite sign."""

    operand: Node


@dataclass(frozen=True)
class Call:
    """A function both languages have under this name."""

    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Listed:
    """Several values, as they stand in c(…)."""

    values: tuple[Node, ...]


Node = (
    Number
    | Text
    | Truth
    | Reference
    | Own
    | Answered
    | Chosen
    | Counted
    | Not
    | Junction
    | Compared
    | Arithmetic
    | Negative
    | Call
    | Listed
)

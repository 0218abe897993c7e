"""Checks an expression against the items there are: names, parts and types, before any answer."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from difflib import get_close_matches
from typing import Literal

from esmpress.questionnaires.logic import words
from esmpress.questionnaires.logic.expression_error import ExpressionError, quoted
from esmpress.questionnaires.logic.known import NAMES, Known, Type
from esmpress.questionnaires.logic.tree import (
    ArithmeticNode,
    CallNode,
    ComparisonNode,
    EarlierNode,
    ItemNode,
    JunctionNode,
    ListNode,
    MembershipNode,
    NegativeNode,
    Node,
    NotNode,
    TextNode,
    nodes_of,
)
from esmpress.questionnaires.logic.writing import written

RESERVED = words.RESERVED

# What a formula may come to, and a text may show.
_SHOWN: tuple[Type, ...] = ("number", "boolean", "text", "date", "time")
_ORDERED: tuple[Type, ...] = ("number", "date", "time")
_CONSTANT: dict[str, Type] = {
    "number": "number",
    "moment": "number",
    "text": "text",
    "truth": "boolean",
}
_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def check(tree: Node, *, items: Mapping[str, Known], expected: Literal["boolean", "value"]) -> Type:
    """Return the type of `tree`, which may use `items`.

    Raises:
        ExpressionError: a name or part there is not, operands of the wrong type, or a whole that
            is not what is `expected`: true or false, or a single value.
    """
    found = _Checker(items).type_of(tree)
    if expected == "boolean" and found != "boolean":
        example = quoted(f"{written(tree)} > 1")
        hint = f": compare it, as in {example}" if found == "number" else ""
        raise ExpressionError(
            f"a condition must come to true or false, and {_named(tree)} is {NAMES[found]}{hint}"
        )
    if expected == "value" and found not in _SHOWN:
        raise ExpressionError(
            f"{_named(tree)} is {NAMES[found]}, and a single value is needed: use {_way_out(found)}"
        )
    return found


def references(tree: Node) -> frozenset[str]:
    """Return the names of the items whose answers of now `tree` uses."""
    return frozenset(node.name for node in nodes_of(tree) if isinstance(node, ItemNode))


def earlier_references(tree: Node) -> frozenset[EarlierNode]:
    """Return the answers to earlier prompts `tree` uses: name, part, day and beep of each.

    Day and beep are nodes to be evaluated at the moment of the prompt; both are None for the
    latest answered prompt.
    """
    return frozenset(node for node in nodes_of(tree) if isinstance(node, EarlierNode))


class _Checker:
    def __init__(self, items: Mapping[str, Known]) -> None:
        self._items = items

    def type_of(self, node: Node) -> Type:
        match node:
            case ItemNode() | EarlierNode():
                found = self._type_of_item(node)
            case NotNode(operand=operand):
                found = self._all((operand,), "boolean", "not")
            case JunctionNode(operator=operator, operands=operands):
                found = self._all(operands, "boolean", operator)
            case NegativeNode(operand=operand):
                found = self._all((operand,), "number", "-")
            case ArithmeticNode(operator=operator, left=left, right=right):
                found = self._all((left, right), "number", operator)
            case ComparisonNode():
                found = self._comparison(node)
            case MembershipNode():
                found = self._membership(node)
            case CallNode():
                found = self._call(node)
            case ListNode():
                raise ExpressionError("a list can stand only right of in")
            case _:
                found = _CONSTANT[node.node]
        return found

    def _all(self, operands: tuple[Node, ...], needed: Type, by: str) -> Type:
        for operand in operands:
            if (found := self.type_of(operand)) != needed:
                raise ExpressionError(
                    f"{by} needs {NAMES[needed]}, and {_named(operand)} is {NAMES[found]}"
                )
        return needed

    def _known(self, node: ItemNode | EarlierNode) -> Known:
        if node.name in RESERVED:
            raise ExpressionError(f"{node.name} is a word of expressions and names no item")
        if (known := self._items.get(node.name)) is None:
            raise ExpressionError(
                f"there is no item {node.name}{_suggestion(node.name, self._items)}"
            )
        if not known.answerable:
            raise ExpressionError(f"{node.name} takes no answer")
        if node.part is not None and not known.parts:
            raise ExpressionError(f"{node.name} has no parts: write {node.name} alone")
        if node.part is not None and node.part not in known.parts:
            raise ExpressionError(
                f"{node.name} has no part {node.part}{_suggestion(node.part, known.parts)}"
            )
        return known

    def _type_of_item(self, node: ItemNode | EarlierNode) -> Type:
        known = self._known(node)
        if node.part is not None:
            return "number"
        if known.type is not None:
            return known.type
        if known.parts:
            raise ExpressionError(
                f"{node.name} has a value only by part, as in {node.name}.{known.parts[0]}"
            )
        raise ExpressionError(
            f"{node.name} has no value to work with, only answered({node.name}) can be asked"
        )

    def _check_answerable(self, node: Node) -> None:
        if not isinstance(node, ItemNode | EarlierNode):
            raise ExpressionError(f"{_named(node)} is neither an item nor a part of one")
        self._known(node)

    def _comparison(self, node: ComparisonNode) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        if isinstance(node.right, TextNode) and left in ("date", "time"):
            right = _check_moment_text(node.right, left)
        elif isinstance(node.left, TextNode) and right in ("date", "time"):
            left = _check_moment_text(node.left, right)
        if left != right:
            raise ExpressionError(
                f"{_named(node.left)} is {NAMES[left]} and {_named(node.right)} is "
                f"{NAMES[right]}: these cannot be compared"
            )
        if left == "ranking":
            raise ExpressionError(f"rankings cannot be compared: use {_way_out(left)}")
        if node.operator not in ("==", "!=") and left not in _ORDERED:
            raise ExpressionError(
                f"{node.operator} compares numbers, dates and times of day, "
                f"and {_named(node.left)} is {NAMES[left]}"
            )
        return "boolean"

    def _membership(self, node: MembershipNode) -> Type:
        if isinstance(node.haystack, ListNode):
            self._check_listed(node.needle, node.haystack)
            return "boolean"
        found = self.type_of(node.haystack)
        if found != "set":
            way = f": use {_way_out(found)}" if found == "ranking" else ""
            raise ExpressionError(
                "right of in stands a list or a choice of several options, "
                f"and {_named(node.haystack)} is {NAMES[found]}{way}"
            )
        self._all((node.needle,), "number", "in")
        return "boolean"

    def _check_listed(self, needle: Node, listed: ListNode) -> None:
        found = self.type_of(needle)
        if found not in ("number", "text", "date", "time"):
            raise ExpressionError(
                f"{_named(needle)} is {NAMES[found]}, and a list holds numbers or texts"
            )
        for item in listed.items:
            if isinstance(item, TextNode) and found in ("date", "time"):
                _check_moment_text(item, found)
            elif _CONSTANT[item.node] != found:
                raise ExpressionError(
                    f"{_named(needle)} is {NAMES[found]}, and {written(item)} in the list is not"
                )

    def _call(self, node: CallNode) -> Type:
        given, by = node.arguments, f"{node.function}()"
        match node.function:
            case "answered" | "declined" | "count_answered":
                for argument in given:
                    self._check_answerable(argument)
            case "count":
                self._all(given, "set", by)
            case "length":
                self._all(given, "text", by)
            case "rank":
                self._all(given[:1], "ranking", by)
                self._all(given[1:], "number", by)
            case _:
                self._all(given, "number", by)
        return "boolean" if node.function in ("answered", "declined") else "number"


def _check_moment_text(literal: TextNode, needed: Type) -> Type:
    text = literal.value
    if needed == "time" and not _TIME.fullmatch(text):
        raise ExpressionError(f"{quoted(text)} is no time of day: write it as '22:30'")
    if needed == "date" and not (_DATE.fullmatch(text) and _is_a_day(text)):
        raise ExpressionError(f"{quoted(text)} is no date: write it as '2027-01-31'")
    return needed


def _is_a_day(text: str) -> bool:
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _way_out(found: Type) -> str:
    return "rank(name, option)" if found == "ranking" else "count(name) or option in name"


def _suggestion(name: str, known: Mapping[str, Known] | tuple[str, ...]) -> str:
    close = get_close_matches(name, list(known), 1)
    return f"; did you mean {close[0]}?" if close else ""


def _named(node: Node) -> str:
    return quoted(written(node))

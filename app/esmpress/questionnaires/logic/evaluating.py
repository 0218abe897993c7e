"""Evaluates a checked expression. The mirror of `frontend/src/features/logic/evaluating.ts`.

Both must come to bit-identical results: `tests/questionnaires/vectors/expressions.json` holds
what is agreed. No scope makes an evaluation fail: what has no value is missing, which is None.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from esmpress.questionnaires.logic.tree import (
    ArithmeticNode,
    CallNode,
    ComparisonNode,
    EarlierNode,
    ItemNode,
    JunctionNode,
    ListNode,
    MembershipNode,
    MomentNode,
    NegativeNode,
    Node,
    NotNode,
)
from esmpress.questionnaires.logic.values import (
    Value,
    can_be_ordered,
    is_declined,
    is_equal,
    rounded,
    value_of,
    within_bounds,
)


@dataclass(frozen=True)
class Scope:
    """What an evaluation sees, as in the JSON of the API: `Scope(**json)`."""

    answers: Mapping[str, object] = field(default_factory=dict)
    """The answers of now, by item; items that were not shown or were skipped are left out."""
    day: int | None = None
    beep: int | None = None
    previous: Mapping[str, object] = field(default_factory=dict)
    """The answers of the latest earlier prompt that was answered."""
    earlier: Mapping[str, object] = field(default_factory=dict)
    """Single answers of other prompts, by `name@day.beep`."""

    def answer(self, node: ItemNode | EarlierNode) -> object:
        """Return the stored answer `node` asks for, a whole or a part; None without one."""
        whole = self._whole(node)
        if node.part is None:
            return whole
        if not isinstance(whole, Mapping) or is_declined(whole):
            return None
        return whole.get(node.part)

    def is_declined(self, node: ItemNode | EarlierNode) -> bool:
        """Whether the participant preferred not to give the answer or its part."""
        return is_declined(self._whole(node))

    def _whole(self, node: ItemNode | EarlierNode) -> object:
        if isinstance(node, ItemNode):
            return self.answers.get(node.name)
        if node.day is None or node.beep is None:
            return self.previous.get(node.name)
        day, beep = _number(node.day, self), _number(node.beep, self)
        if day is None or beep is None or not (day.is_integer() and beep.is_integer()):
            return None
        return self.earlier.get(f"{node.name}@{int(day)}.{int(beep)}")


def evaluate(tree: Node, scope: Scope) -> Value | None:
    """Return the value of `tree`, whole numbers as int, or None if it is missing."""
    value = _value(tree, scope)
    if isinstance(value, tuple):
        return tuple(map(_whole_as_int, value))
    return _whole_as_int(value) if type(value) is float else value


def is_true(tree: Node, scope: Scope) -> bool:
    """Whether a condition holds; one that is missing does not."""
    return _value(tree, scope) is True


def _whole_as_int(number: float) -> float:
    return int(number) if number.is_integer() else number


def _value(node: Node, scope: Scope) -> Value | None:
    return _BY_NODE[node.node](node, scope)


def _number(node: Node, scope: Scope) -> float | None:
    value = _value(node, scope)
    return value if type(value) is float else None


def _numbers(nodes: tuple[Node, ...], scope: Scope) -> list[float]:
    found = (_number(node, scope) for node in nodes)
    return [number for number in found if number is not None]


def _item(node: ItemNode | EarlierNode, scope: Scope) -> Value | None:
    return value_of(scope.answer(node))


def _moment(node: MomentNode, scope: Scope) -> Value | None:
    return value_of(scope.day if node.name == "day" else scope.beep)


def _not(node: NotNode, scope: Scope) -> Value | None:
    return not is_true(node.operand, scope)


def _junction(node: JunctionNode, scope: Scope) -> Value | None:
    holds = (is_true(operand, scope) for operand in node.operands)
    return all(holds) if node.operator == "and" else any(holds)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _comparison(node: ComparisonNode, scope: Scope) -> Value | None:
    left, right = _value(node.left, scope), _value(node.right, scope)
    if left is None or right is None or type(left) is not type(right):
        return False
    if node.operator in ("==", "!="):
        return is_equal(left, right) == (node.operator == "==")
    return can_be_ordered(left, right) and _ORDER[node.operator](left, right)


_ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


def _arithmetic(node: ArithmeticNode, scope: Scope) -> Value | None:
    left, right = _number(node.left, scope), _number(node.right, scope)
    if left is None or right is None or (node.operator == "/" and right == 0):
        return None
    return within_bounds(_ARITHMETIC[node.operator](left, right))


def _negative(node: NegativeNode, scope: Scope) -> Value | None:
    number = _number(node.operand, scope)
    return None if number is None else within_bounds(-number)


def _list(node: ListNode, scope: Scope) -> Value | None:
    return tuple(_numbers(node.items, scope))


def _membership(node: MembershipNode, scope: Scope) -> Value | None:
    needle = _value(node.needle, scope)
    if isinstance(node.haystack, ListNode):
        members: tuple[float | str, ...] = tuple(item.value for item in node.haystack.items)
    else:
        chosen = _value(node.haystack, scope)
        if not isinstance(chosen, tuple):
            return False
        members = chosen
    if not isinstance(needle, str) and type(needle) is not float:
        return False
    return (needle in members) != node.negated


def _call(node: CallNode, scope: Scope) -> Value | None:
    return _BY_FUNCTION[node.function](node.arguments, scope)


# What a function is given: the nodes of its arguments.
_Given = tuple[Any, ...]


def _is_answered(node: ItemNode | EarlierNode, scope: Scope) -> bool:
    answer = scope.answer(node)
    return answer is not None and not is_declined(answer) and not scope.is_declined(node)


def _count_answered(given: _Given, scope: Scope) -> Value | None:
    return float(sum(_is_answered(node, scope) for node in given))


def _count(given: _Given, scope: Scope) -> Value | None:
    chosen = _value(given[0], scope)
    return float(len(chosen)) if isinstance(chosen, tuple) else None


def _total(numbers: list[float]) -> float:
    # Added one by one: Python's own sum() corrects rounding errors, JavaScript does not.
    total = 0.0
    for number in numbers:
        total += number
    return total


def _summary(summarise: Callable[[list[float]], float]) -> Callable[[_Given, Scope], Value | None]:
    def of(given: _Given, scope: Scope) -> Value | None:
        numbers = _numbers(given, scope)
        return within_bounds(summarise(numbers)) if numbers else None

    return of


def _abs(given: _Given, scope: Scope) -> Value | None:
    number = _number(given[0], scope)
    return None if number is None else abs(number)


def _round(given: _Given, scope: Scope) -> Value | None:
    number = _number(given[0], scope)
    decimals = int(given[1].value) if len(given) > 1 else 0
    return None if number is None else rounded(number, decimals)


def _length(given: _Given, scope: Scope) -> Value | None:
    text = _value(given[0], scope)
    return float(len(text)) if isinstance(text, str) else None


def _rank(given: _Given, scope: Scope) -> Value | None:
    ranking, option = _value(given[0], scope), _number(given[1], scope)
    if not isinstance(ranking, tuple) or option is None or option not in ranking:
        return None
    return float(ranking.index(option) + 1)


_BY_FUNCTION: dict[str, Callable[[_Given, Scope], Value | None]] = {
    "answered": lambda given, scope: _is_answered(given[0], scope),
    "declined": lambda given, scope: scope.is_declined(given[0]),
    "count": _count,
    "count_answered": _count_answered,
    "sum": _summary(_total),
    "mean": _summary(lambda numbers: _total(numbers) / len(numbers)),
    "min": _summary(min),
    "max": _summary(max),
    "abs": _abs,
    "round": _round,
    "length": _length,
    "rank": _rank,
}

_BY_NODE: dict[str, Callable[[Any, Scope], Value | None]] = {
    "number": lambda node, _: node.value + 0.0,
    "text": lambda node, _: node.value,
    "truth": lambda node, _: node.value,
    "item": _item,
    "moment": _moment,
    "not": _not,
    "junction": _junction,
    "comparison": _comparison,
    "arithmetic": _arithmetic,
    "negative": _negative,
    "list": _list,
    "membership": _membership,
    "call": _call,
    "earlier": _item,
}

"""Constraints of XLSForms that are limits of an item: `. >= 0 and . <= 120`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from esmpress.exchange.conditions.nodes import (
    Compared,
    Comparison,
    Counted,
    Junction,
    Negative,
    Node,
    Number,
    Own,
    Text,
    Untranslatable,
)

_SWAPPED: dict[Comparison, Comparison] = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "=="}


def limits(kind: str, constraint: Node) -> dict[str, Any]:
    """The fields of an item of a kind that say the same as its constraint.

    Raises Untranslatable unless all of it can be said so.
    """
    read = {
        "number": _number,
        "slider": _number,
        "text": _characters,
        "multiple_choice": _chosen,
        "date": _day,
    }.get(kind)
    fields: dict[str, Any] = {}
    for part in _parts(constraint):
        found = read(*_sides(part)) if read else {}
        if not found or set(found) & set(fields):
            raise Untranslatable("it is more than limits of the item itself")
        fields |= found
    return fields


def _parts(tree: Node) -> Iterator[Compared]:
    if isinstance(tree, Junction) and tree.operator == "and":
        for operand in tree.operands:
            yield from _parts(operand)
    elif isinstance(tree, Compared):
        yield tree
    else:
        raise Untranslatable("it is more than limits of the item itself")


Sides = tuple[Node, Comparison, Node]
Read = Callable[[Node, Comparison, Node], dict[str, Any]]


def _sides(part: Compared) -> Sides:
    """The own answer on the left."""
    if isinstance(part.left, Own | Counted):
        return part.left, part.operator, part.right
    return part.right, _SWAPPED.get(part.operator, part.operator), part.left


def _amount(node: Node) -> Decimal | None:
    match node:
        case Number(words=words):
            return Decimal(words)
        case Negative(operand=Number(words=words)):
            return -Decimal(words)
    return None


def _number(own: Node, sign: Comparison, other: Node) -> dict[str, Any]:
    amount = _amount(other)
    if not isinstance(own, Own) or amount is None:
        return {}
    value = int(amount) if amount == amount.to_integral_value() else float(amount)
    match sign:
        case ">=":
            return {"min": value}
        case "<=":
            return {"max": value}
        # Of whole numbers only these are meant; the caller refuses them for others.
        case ">" if isinstance(value, int):
            return {"min": value + 1}
        case "<" if isinstance(value, int):
            return {"max": value - 1}
    return {}


def _characters(own: Node, sign: Comparison, other: Node) -> dict[str, Any]:
    most = _most(own, sign, other, what="length")
    return {"max_length": most} if most and most > 0 else {}


def _most(own: Node, sign: Comparison, other: Node, *, what: str) -> int | None:
    amount = _amount(other)
    if not isinstance(own, Counted) or own.what != what or amount is None:
        return None
    return {"<=": int(amount), "<": int(amount) - 1}.get(sign)


def _chosen(own: Node, sign: Comparison, other: Node) -> dict[str, Any]:
    amount = _amount(other)
    if not isinstance(own, Counted) or own.what != "count" or amount is None:
        return {}
    number = int(amount)
    match sign:
        case "<=" | "<":
            return {"max_chosen": number if sign == "<=" else number - 1}
        case ">=" | ">":
            return {"min_chosen": number if sign == ">=" else number + 1}
        case "==":
            return {"min_chosen": number, "max_chosen": number}
    return {}


def _day(own: Node, sign: Comparison, other: Node) -> dict[str, Any]:
    if not isinstance(own, Own) or not isinstance(other, Text):
        return {}
    field = {">=": "earliest", "<=": "latest"}.get(sign)
    return {field: other.words} if field else {}

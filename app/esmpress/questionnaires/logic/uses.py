"""How a condition uses each answer: against which constants, or so that every value counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from esmpress.questionnaires.logic.evaluating import Scope, evaluate
from esmpress.questionnaires.logic.tree import (
    CallNode,
    ComparisonNode,
    EarlierNode,
    ItemNode,
    ListNode,
    MembershipNode,
    MomentNode,
    Node,
    children,
    nodes_of,
)
from esmpress.questionnaires.logic.values import Value
from esmpress.questionnaires.logic.words import ABOUT_ANSWERS

# What differs from response to response. Two equal nodes are one variable.
Variable = ItemNode | EarlierNode | MomentNode


@dataclass
class Use:
    """How a condition uses one variable."""

    constants: set[Value] = field(default_factory=set)
    """What its value is compared with or looked for in, or what is looked for in it."""
    needs_all: bool = False
    """Whether it is used in another way as well, so that no few values stand for the others."""


def uses_of(condition: Node) -> dict[Variable, Use]:
    """Return the variables of `condition`, and how it uses each."""
    uses: dict[Variable, Use] = defaultdict(Use)
    _collect(condition, uses)
    return dict(uses)


def _collect(node: Node, uses: dict[Variable, Use]) -> None:
    match node:
        case ItemNode() | EarlierNode() | MomentNode():
            uses[node].needs_all = True
        case ComparisonNode(left=left, right=right):
            _collect_pair(left, right, uses)
        case MembershipNode(needle=needle, haystack=ListNode(items=items)):
            _collect_with(needle, [item.value for item in items], uses)
        case MembershipNode(needle=needle, haystack=haystack):
            _collect_pair(needle, haystack, uses)
        case CallNode(function=function, arguments=arguments) if function in ABOUT_ANSWERS:
            for argument in arguments:
                _collect_with(argument, [], uses)
        case _:
            for child in children(node):
                _collect(child, uses)


def _collect_pair(left: Node, right: Node, uses: dict[Variable, Use]) -> None:
    if _is_constant(right):
        _collect_with(left, _constants(right), uses)
    elif _is_constant(left):
        _collect_with(right, _constants(left), uses)
    else:
        _collect(left, uses)
        _collect(right, uses)


def _collect_with(node: Node, constants: Iterable[Value], uses: dict[Variable, Use]) -> None:
    if isinstance(node, ItemNode | EarlierNode | MomentNode):
        uses[node].constants.update(constants)
    else:
        _collect(node, uses)


def _is_constant(node: Node) -> bool:
    return not any(isinstance(below, Variable) for below in nodes_of(node))


def _constants(node: Node) -> list[Value]:
    value = evaluate(node, Scope())
    return [] if value is None else [value]

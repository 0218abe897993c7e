"""Writes a tree as a source again, for sentences about a part of an expression."""

from __future__ import annotations

from decimal import Decimal

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
    NumberNode,
    TextNode,
    TruthNode,
)

# How tight a node holds together: what is looser than its place is put in brackets.
_OR, _AND, _NOT, _COMPARED, _SUM, _PRODUCT, _SIGNED, _SINGLE = range(8)


def written(tree: Node) -> str:
    """Return a source that parses to `tree`."""
    match tree:
        case NumberNode(value=value):
            source = format(Decimal(repr(value)), "f").removesuffix(".0")
        case TextNode(value=text):
            source = f'"{text}"' if "'" in text else f"'{text}'"
        case TruthNode(value=value):
            source = "true" if value else "false"
        case MomentNode(name=name):
            source = name
        case ItemNode():
            source = _name(tree)
        case ListNode(items=items):
            source = f"[{_listed(items)}]"
        case CallNode(function=function, arguments=arguments):
            source = f"{function}({_listed(arguments)})"
        case EarlierNode(day=day, beep=beep):
            moments = "".join(f", {written(moment)}" for moment in (day, beep) if moment)
            source = f"{'earlier' if moments else 'previous'}({_name(tree)}{moments})"
        case _:
            source = _joined(tree)
    return source


def _joined(
    tree: NotNode | NegativeNode | JunctionNode | ComparisonNode | ArithmeticNode | MembershipNode,
) -> str:
    own = _tightness(tree)
    match tree:
        case NotNode(operand=operand):
            return f"not {_within(operand, own)}"
        case NegativeNode(operand=operand):
            return f"-{_within(operand, own)}"
        case JunctionNode(operator=operator, operands=operands):
            return f" {operator} ".join(_within(operand, own + 1) for operand in operands)
        case MembershipNode(needle=left, haystack=right, negated=negated):
            word = "not in" if negated else "in"
            return f"{_within(left, own + 1)} {word} {_within(right, own + 1)}"
        case ComparisonNode(operator=operator, left=left, right=right):
            return f"{_within(left, own + 1)} {operator} {_within(right, own + 1)}"
        case ArithmeticNode(operator=operator, left=left, right=right):
            return f"{_within(left, own)} {operator} {_within(right, own + 1)}"


def _name(node: ItemNode | EarlierNode) -> str:
    return node.name if node.part is None else f"{node.name}.{node.part}"


def _listed(nodes: tuple[Node, ...]) -> str:
    return ", ".join(map(written, nodes))


def _within(node: Node, place: int) -> str:
    return written(node) if _tightness(node) >= place else f"({written(node)})"


def _tightness(node: Node) -> int:
    match node:
        case JunctionNode(operator=operator):
            return _OR if operator == "or" else _AND
        case NotNode():
            return _NOT
        case ComparisonNode() | MembershipNode():
            return _COMPARED
        case ArithmeticNode(operator=operator):
            return _SUM if operator in "+-" else _PRODUCT
        case NegativeNode():
            return _SIGNED
    return _SINGLE

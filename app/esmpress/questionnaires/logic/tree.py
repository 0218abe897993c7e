"""An expression as a tree: what is stored in a published version and evaluated on both sides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints
from typing_extensions import TypeAliasType

from esmpress.questionnaires.logic.words import Function, Moment

MAX_DEPTH = 20
MAX_NODES = 200
MAX_LIST = 100
# Beyond this doubles no longer count in whole numbers and their halves.
LARGEST = 1e15

Name = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]{0,39}$")]
LiteralNumber = Annotated[float, Field(strict=True, allow_inf_nan=False, ge=-LARGEST, le=LARGEST)]
LiteralText = Annotated[str, StringConstraints(strict=True)]


class _Node(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", json_schema_serialization_defaults_required=True
    )


class NumberNode(_Node):
    """A number as written; below zero only within a list."""

    node: Literal["number"] = "number"
    value: LiteralNumber


class TextNode(_Node):
    """A text as written between quotes."""

    node: Literal["text"] = "text"
    value: LiteralText


class TruthNode(_Node):
    """`true` or `false`."""

    node: Literal["truth"] = "truth"
    value: StrictBool


class ItemNode(_Node):
    """The answer to an item, or to one part of it."""

    node: Literal["item"] = "item"
    name: Name
    part: Name | None = None


class MomentNode(_Node):
    """The study day, or the prompt's place in its schedule's day."""

    node: Literal["moment"] = "moment"
    name: Moment


class NotNode(_Node):
    """True unless its operand is."""

    node: Literal["not"] = "not"
    operand: Node


class JunctionNode(_Node):
    """All operands (`and`), or at least one (`or`)."""

    node: Literal["junction"] = "junction"
    operator: Literal["and", "or"]
    operands: Annotated[tuple[Node, ...], Field(min_length=2)]


class ComparisonNode(_Node):
    """Two values compared; `=` is stored as `==`."""

    node: Literal["comparison"] = "comparison"
    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: Node
    right: Node


class ArithmeticNode(_Node):
    """Two numbers made into one."""

    node: Literal["arithmetic"] = "arithmetic"
    operator: Literal["+", "-", "*", "/"]
    left: Node
    right: Node


class NegativeNode(_Node):
    """A number with the opposite sign."""

    node: Literal["negative"] = "negative"
    operand: Node


class ListNode(_Node):
    """Numbers or texts in square brackets, right of an `in`."""

    node: Literal["list"] = "list"
    items: Annotated[tuple[NumberNode | TextNode, ...], Field(min_length=1, max_length=MAX_LIST)]


class MembershipNode(_Node):
    """Whether a value is in a list or among the chosen options; `negated` for `not in`."""

    node: Literal["membership"] = "membership"
    needle: Node
    haystack: Node
    negated: bool = False


class CallNode(_Node):
    """A function and what it is given."""

    node: Literal["call"] = "call"
    function: Function
    arguments: Annotated[tuple[Node, ...], Field(min_length=1)]


class EarlierNode(_Node):
    """The answer at an earlier prompt: at a day and beep, or at the latest one (both null)."""

    node: Literal["earlier"] = "earlier"
    name: Name
    part: Name | None = None
    day: Node | None = None
    beep: Node | None = None


AnyNode = (
    NumberNode
    | TextNode
    | TruthNode
    | ItemNode
    | MomentNode
    | NotNode
    | JunctionNode
    | ComparisonNode
    | ArithmeticNode
    | NegativeNode
    | ListNode
    | MembershipNode
    | CallNode
    | EarlierNode
)
Node = TypeAliasType("Node", Annotated[AnyNode, Field(discriminator="node")])

# These name `Node`, which could not stand above them.
_PARENTS: tuple[type[_Node], ...] = (
    NotNode,
    JunctionNode,
    ComparisonNode,
    ArithmeticNode,
    NegativeNode,
    MembershipNode,
    CallNode,
    EarlierNode,
)
for _parent in _PARENTS:
    _parent.model_rebuild()


def children(node: Node) -> tuple[Node, ...]:
    """Return the nodes directly below `node`, from left to right."""
    below: tuple[Node | None, ...] = ()
    match node:
        case NotNode() | NegativeNode():
            below = (node.operand,)
        case JunctionNode():
            below = node.operands
        case ComparisonNode() | ArithmeticNode():
            below = node.left, node.right
        case MembershipNode():
            below = node.needle, node.haystack
        case ListNode():
            below = node.items
        case CallNode():
            below = node.arguments
        case EarlierNode():
            below = node.day, node.beep
    return tuple(child for child in below if child is not None)


def nodes_of(tree: Node) -> Iterator[Node]:
    """Yield every node of `tree`, each before what is below it."""
    waiting: list[Node] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(children(node)))

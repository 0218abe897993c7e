"""Makes a node of a function and its arguments, or says what the function takes."""

from __future__ import annotations

from collections.abc import Sequence

from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.tree import (
    ArithmeticNode,
    CallNode,
    EarlierNode,
    ItemNode,
    MomentNode,
    NegativeNode,
    Node,
    NumberNode,
    nodes_of,
)
from esmpress.questionnaires.logic.words import ABOUT_ANSWERS, ARITY, EARLIER, MOST_DECIMALS

# An argument and the column it begins at.
Argument = tuple[Node, int]


def call(function: str, arguments: Sequence[Argument], column: int) -> CallNode | EarlierNode:
    """Return the node for `function`, whose name stands at `column`.

    Raises:
        ExpressionError: too few or too many arguments, or one the function cannot take.
    """
    _check_number_of(arguments, function, column)
    if function in EARLIER:
        return _earlier(function, arguments)
    if function in ABOUT_ANSWERS:
        for argument, at in arguments:
            if not isinstance(argument, ItemNode | EarlierNode):
                raise ExpressionError(f"{function}() takes the name of an item or a part", at)
    if function == "round" and len(arguments) > 1:
        _check_decimals(*arguments[1])
    return CallNode.model_validate(
        {"function": function, "arguments": [argument for argument, _ in arguments]}
    )


def _check_number_of(arguments: Sequence[Argument], function: str, column: int) -> None:
    least, most = ARITY[function]
    if len(arguments) < least or (most is not None and len(arguments) > most):
        takes = f"{least}" if most == least else f"{least} to {most}"
        takes = f"at least {least}" if most is None else takes
        things = "thing" if takes.endswith("1") else "things"
        raise ExpressionError(
            f"{function}() takes {takes} {things} in its brackets, not {len(arguments)}", column
        )


def _earlier(function: str, arguments: Sequence[Argument]) -> EarlierNode:
    (item, column), *moments = arguments
    if not isinstance(item, ItemNode):
        raise ExpressionError(f"{function}() takes the name of an item or a part first", column)
    for moment, at in moments:
        _check_moment(moment, at)
    day, beep = [moment for moment, _ in moments] or (None, None)
    return EarlierNode(name=item.name, part=item.part, day=day, beep=beep)


def _check_moment(moment: Node, column: int) -> None:
    for node in nodes_of(moment):
        match node:
            case MomentNode() | NegativeNode() | ArithmeticNode(operator="+" | "-"):
                continue
            case NumberNode(value=value) if value.is_integer():
                continue
        raise ExpressionError(
            "the day and the beep of earlier() are made of whole numbers, day, beep, + and -",
            column,
        )


def _check_decimals(decimals: Node, column: int) -> None:
    if not isinstance(decimals, NumberNode) or decimals.value not in range(MOST_DECIMALS + 1):
        raise ExpressionError(
            f"round() takes the number of decimals, 0 to {MOST_DECIMALS}, as its second", column
        )

"""Finds conditions that no answers can make true."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import product

from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.logic.possible import possible_answers
from esmpress.questionnaires.logic.tree import (
    EarlierNode,
    ItemNode,
    JunctionNode,
    MomentNode,
    Node,
    nodes_of,
)
from esmpress.questionnaires.logic.uses import Use, Variable, uses_of
from esmpress.questionnaires.logic.values import is_declined

MOST_COMBINATIONS = 20_000
# Combinations times nodes: about half a second.
MOST_STEPS = 250_000
_DECLINED = {"missing": "declined"}
_MOMENT = Known(type="number", lowest=1, step=1)
# An earlier version may have stored another kind of answer: it is there, and has no value.
_OF_ANOTHER_KIND: dict[str, object] = {}


def always_false(tree: Node, known: Mapping[str, Known]) -> bool:
    """Whether no possible answers make the checked condition `tree` true.

    False also means: not known, because there are too many answers to try. What can be true is
    never called always false. Answers to different items are taken as independent, and not to
    be answered as possible for each.
    """
    if isinstance(tree, JunctionNode):
        parts = (always_false(operand, known) for operand in tree.operands)
        if tree.operator == "or":
            return all(parts)
        if any(parts):
            return True
    uses = uses_of(tree)
    answers = [_answers_to(variable, use, known) for variable, use in uses.items()]
    found = [some for some in answers if some is not None]
    combinations = math.prod(map(len, found))
    steps = combinations * sum(1 for _ in nodes_of(tree))
    if len(found) < len(answers) or combinations > MOST_COMBINATIONS or steps > MOST_STEPS:
        return False
    return not any(
        is_true(tree, _trial(dict(zip(uses, combination, strict=True))))
        for combination in product(*found)
    )


def _answers_to(variable: Variable, use: Use, known: Mapping[str, Known]) -> list[object] | None:
    if isinstance(variable, MomentNode):
        possible = possible_answers(_MOMENT, use)
        return None if possible is None else [*possible, None]
    item = known[variable.name]
    if variable.part is not None:
        item = replace(item, type="number")
    if isinstance(variable, EarlierNode):
        possible = possible_answers(Known(type=item.type), use)
        more = [None, _DECLINED, _OF_ANOTHER_KIND]
    else:
        possible = possible_answers(item, use)
        more = [None, _DECLINED] if item.can_decline else [None]
    return None if possible is None else [*possible, *more]


@dataclass(frozen=True)
class _Trial(Scope):
    """A scope whose answers are chosen by the node that asks for them."""

    chosen: Mapping[Variable, object] = field(default_factory=dict)

    def answer(self, node: ItemNode | EarlierNode) -> object:
        return self.chosen[node]

    def is_declined(self, node: ItemNode | EarlierNode) -> bool:
        return is_declined(self.chosen[node])


def _trial(chosen: Mapping[Variable, object]) -> _Trial:
    moments = {
        node.name: value
        for node, value in chosen.items()
        if isinstance(node, MomentNode) and isinstance(value, int | float)
    }
    return _Trial(
        chosen=chosen,
        day=int(moments["day"]) if "day" in moments else None,
        beep=int(moments["beep"]) if "beep" in moments else None,
    )

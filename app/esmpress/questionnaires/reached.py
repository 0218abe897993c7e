"""Which pages and items a participant gets to see, given the answers so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from esmpress.questionnaires.answer_errors import Answer
from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement
from esmpress.questionnaires.definition import Definition, Page
from esmpress.questionnaires.items import Computed, Item
from esmpress.questionnaires.logic.evaluating import Scope, evaluate, is_true

T = TypeVar("T")


@dataclass
class Walk:
    """A way through a questionnaire: the pages shown, each with its items shown.

    `ended_by` is the page after which it was over early; `computed` holds what formulas gave,
    `answers` those of items shown and what was computed.
    """

    pages: list[tuple[Page, list[Item]]] = field(default_factory=list)
    ended_by: str | None = None
    computed: dict[str, Answer] = field(default_factory=dict)
    answers: dict[str, object] = field(default_factory=dict)

    @property
    def shown(self) -> list[Item]:
        """The items shown, in the order they are shown in."""
        return [item for _, items in self.pages for item in items]


def walk(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    moment: Scope,
    arrangement: Arrangement = AS_DEFINED,
) -> Walk:
    """The way through, in the order of showing; an answer to what is not shown counts as missing.

    `moment` says what conditions know beside the answers; its own answers are not looked at.
    """
    way = Walk()
    scope = replace(moment, answers=way.answers)
    for page in arrangement.pages_of(definition):
        if page.show_if is not None and not is_true(page.show_if.tree, scope):
            continue
        shown = [item for item in arrangement.items_of(page) if _is_met(item, answers, way, scope)]
        if shown:
            way.pages.append((page, shown))
        if page.end_if is not None and is_true(page.end_if.tree, scope):
            way.ended_by = page.name
            break
    return way


def answers_to_shown(
    definition: Definition,
    answers: Mapping[str, T],
    *,
    moment: Scope,
    arrangement: Arrangement = AS_DEFINED,
) -> dict[str, T]:
    """Those of the answers that belong to items shown, given all of them."""
    way = walk(definition, answers, moment=moment, arrangement=arrangement)
    return {item.name: answers[item.name] for item in way.shown if item.name in answers}


def _is_met(item: Item, answers: Mapping[str, object], way: Walk, scope: Scope) -> bool:
    """Whether the item is shown; its answer counts from here on."""
    if item.show_if is not None and not is_true(item.show_if.tree, scope):
        return False
    if isinstance(item, Computed):
        value = evaluate(item.formula.tree, scope)
        if value is not None and not isinstance(value, tuple):
            way.computed[item.name] = way.answers[item.name] = value
        return False
    if item.name in answers:
        way.answers[item.name] = answers[item.name]
    return True

"""How much is asked after each answer to a question that others depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.effort import seconds_by_item
from esmpress.questionnaires.items import (
    Computed,
    Consent,
    ImageChoice,
    Item,
    Likert,
    Number,
    SingleChoice,
    Slider,
    YesNo,
)
from esmpress.questionnaires.logic.checking import references
from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.logic.expression import Expression

# Branches are about equal when the longer takes less than this times the shorter.
ABOUT_EQUAL = 1.5


@dataclass(frozen=True)
class Branches:
    """An item after whose answers a different number of items are asked."""

    item: str
    in_words: str
    fewest: int


def unequal_branches(definition: Definition) -> Iterator[Branches]:
    """The items that some answers to make the questionnaire longer than others do.

    Only conditions on one item alone are looked at, on the items and pages that have them.
    """
    seconds = seconds_by_item(definition)
    gated: dict[str, list[tuple[str, list[Expression]]]] = {}
    for page in definition.pages:
        for item in page.items:
            conditions = [one for one in (page.show_if, item.show_if) if one is not None]
            names = {name for one in conditions for name in references(one.tree)}
            if len(names) == 1 and not isinstance(item, Computed):
                gated.setdefault(names.pop(), []).append((item.name, conditions))
    for item in definition.items:
        if item.name in gated and (answers := _answers(item)):
            found = _compared(item, answers, gated[item.name], seconds)
            if found is not None:
                yield found


def _compared(
    item: Item,
    answers: Mapping[str, object],
    followers: list[tuple[str, list[Expression]]],
    seconds: Mapping[str, float],
) -> Branches | None:
    asked = {
        words: [
            name
            for name, conditions in followers
            if all(is_true(one.tree, _scope(item, answer)) for one in conditions)
        ]
        for words, answer in answers.items()
    }
    longest = max(asked, key=lambda words: _seconds(asked[words], seconds))
    shortest = min(asked, key=lambda words: _seconds(asked[words], seconds))
    long, short = _seconds(asked[longest], seconds), _seconds(asked[shortest], seconds)
    if long == 0 or (short > 0 and long < ABOUT_EQUAL * short):
        return None
    most, fewest = len(asked[longest]), len(asked[shortest])
    less = _("none is")
    if fewest:
        less = ngettext("%(count)s are", "%(count)s are", fewest) % {"count": fewest}
    return Branches(
        item=item.name,
        in_words=ngettext(
            "After %(longest)s, %(count)s more item is asked; after %(shortest)s, %(less)s.",
            "After %(longest)s, %(count)s more items are asked; after %(shortest)s, %(less)s.",
            most,
        )
        % {"longest": longest, "count": most, "shortest": shortest, "less": less},
        fewest=fewest,
    )


def _scope(item: Item, answer: object) -> Scope:
    return Scope(answers={item.name: answer}, day=1, beep=1)


def _seconds(names: list[str], seconds: Mapping[str, float]) -> float:
    return sum(seconds[name] for name in names)


def _answers(item: Item) -> dict[str, object]:
    """Answers to try, by what they are called."""
    match item:
        case YesNo():
            return {_("“yes”"): True, _("“no”"): False}
        case Consent():
            return {_("the tick"): True, _("no tick"): None} if not item.required else {}
        case SingleChoice() | Likert() | ImageChoice():
            return {_("answer %(value)s") % {"value": one.value}: one.value for one in item.options}
        case Slider():
            return {"the highest value": item.max, "the lowest value": item.min}
        case Number() if item.min is not None and item.max is not None:
            return {"the highest value": item.max, "the lowest value": item.min}
    return {}

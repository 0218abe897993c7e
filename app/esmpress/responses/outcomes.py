"""What became of each item of a questionnaire: an answer, or the reason why there is none."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Computed, Information, Item
from esmpress.questionnaires.items.parts import MISSING
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.reached import Walk, walk
from esmpress.responses.models import Draft

# In docs/api.md: never shown to this prompt; shown and skipped; the time was over before; “prefer
# not to say”; a formula that came to nothing.
Why = Literal["not_asked", "not_answered", "not_reached", "declined", "not_computed"]


@dataclass
class Outcomes:
    """Every item that can have an answer stands in exactly one of the two."""

    answers: dict[str, object] = field(default_factory=dict)
    missing: dict[str, Why] = field(default_factory=dict)


def outcomes_of_response(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    moment: Scope,
    arrangement: Arrangement,
) -> Outcomes:
    """Of answers that were sent: whatever was shown was reached."""
    way = walk(definition, answers, moment=moment, arrangement=arrangement)
    shown = {item.name for item in way.shown}
    return _told(definition, answers, shown=shown, reached=shown)


def outcomes_of_draft(
    definition: Definition, draft: Draft, *, moment: Scope, arrangement: Arrangement
) -> Outcomes:
    """Of answers until the time was over; those to what is not shown any more do not count."""
    way = walk(definition, draft.answers, moment=moment, arrangement=arrangement)
    shown = {item.name for item in way.shown}
    counted = {name: given for name, given in draft.answers.items() if name in shown}
    return _told(definition, counted, shown=shown, reached=_reached(way, draft))


def _told(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    shown: Collection[str],
    reached: Collection[str],
) -> Outcomes:
    found = Outcomes()
    for item in definition.items:
        if isinstance(item, Information):
            continue
        given = answers.get(item.name)
        if isinstance(given, Mapping) and MISSING in given:
            found.missing[item.name] = cast("Why", given[MISSING])
        elif given is not None:
            found.answers[item.name] = given
        else:
            found.missing[item.name] = _why(item, shown=shown, reached=reached)
    return found


def _why(item: Item, *, shown: Collection[str], reached: Collection[str]) -> Why:
    if isinstance(item, Computed):
        return "not_computed"
    if item.name not in shown:
        return "not_asked"
    return "not_answered" if item.name in reached else "not_reached"


def _reached(way: Walk, draft: Draft) -> set[str]:
    """The items up to the last that was touched, seen, or on the page the participant was on."""
    seen = {*draft.answers, *draft.changed, *(draft.timings or {}).get("items", {}), draft.page}
    order, last = [], 0
    for page, items in way.pages:
        for item in items:
            order.append(item.name)
            if item.name in seen or page.name == draft.page:
                last = len(order)
    return set(order[:last])

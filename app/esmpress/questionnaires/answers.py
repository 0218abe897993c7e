"""Checks the answers given to a questionnaire. Pure: no Django, no database.

One function for everybody who takes answers in: the participant API, the simulator, importers.
"""

from __future__ import annotations

from collections.abc import Mapping

from esmpress.questionnaires.answer_errors import Answer, AnswerError, InvalidAnswers, Refused
from esmpress.questionnaires.answer_values import check_value, is_blank, printable
from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Computed, Information, Item
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.reached import Walk, walk

__all__ = [
    "Answer",
    "AnswerError",
    "InvalidAnswers",
    "Refused",
    "check_answer",
    "check_answers",
]

_NO_ITEM = "The questionnaire has no such item."
_COMPUTED = "This value is worked out, not answered."
_NOT_SHOWN = "This item is not asked, given the other answers."
_NEEDED = "An answer is needed."


def check_answers(
    definition: Definition,
    answers: Mapping[str, object],
    *,
    moment: Scope | None = None,
    arrangement: Arrangement = AS_DEFINED,
) -> dict[str, Answer]:
    """The answers in the form they are kept in, with what is computed, in the order of the items.

    Items left out stay out. `moment` says what conditions know beside the answers, `arrangement`
    what the prompt left out. Raises InvalidAnswers naming every item whose answer is missing, does
    not fit, or belongs to an item that is not shown.
    """
    given = {name: value for name, value in answers.items() if not is_blank(value)}
    typed: dict[str, Answer] = {}
    errors: dict[str, AnswerError] = {}
    for item in definition.items:
        if item.name in given:
            try:
                typed[item.name] = check_answer(item, given[item.name])
            except Refused as refusal:
                errors[item.name] = AnswerError(item.name, refusal.code, refusal.detail)
    way = walk(definition, typed, moment=moment or Scope(), arrangement=arrangement)
    errors |= _errors_of_way(definition, way, given, errors)
    known = {item.name for item in definition.items}
    unknown = [printable(name) for name in answers if name not in known]
    ordered = [errors[item.name] for item in definition.items if item.name in errors]
    if ordered or unknown:
        ordered += [AnswerError(name, "unknown_item", _NO_ITEM) for name in unknown]
        raise InvalidAnswers(ordered)
    kept: dict[str, Answer] = typed | way.computed
    return {item.name: kept[item.name] for item in definition.items if item.name in kept}


def check_answer(item: Item, given: object) -> Answer:
    """One answer in the form it is kept in, whatever the others are; raises Refused."""
    if isinstance(item, Computed):
        raise Refused("computed", _COMPUTED)
    if isinstance(item, Information):
        raise Refused("not_shown", "This item takes no answer.")
    return check_value(item, given)


def _errors_of_way(
    definition: Definition,
    way: Walk,
    given: Mapping[str, object],
    errors: Mapping[str, AnswerError],
) -> dict[str, AnswerError]:
    """What the way through finds: answers to what is not shown, and required ones that lack.

    An answer that does not fit counts as missing on the way; what it leads to is not told as well.
    """
    shown = {item.name for item in way.shown}
    found: dict[str, AnswerError] = {}
    for item in definition.items:
        if item.name in shown and item.required and item.name not in given:
            found[item.name] = AnswerError(item.name, "required", _NEEDED)
        elif item.name in given and item.name not in shown and not errors:
            found[item.name] = AnswerError(item.name, "not_shown", _NOT_SHOWN)
    return found

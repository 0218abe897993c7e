"""Who can join: some questions, and the condition that their answers have to meet."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from esmpress.questionnaires.answers import check_answers
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.checking import check, earlier_references
from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic_checks import known_items
from esmpress.studies.models import Joining


def faults_of_eligibility(joining: Joining) -> list[str]:
    """Why questions and condition cannot be used, one sentence each; empty when they can."""
    if joining.eligibility is None:
        return []
    version = joining.eligibility.latest_version()
    if version is None:
        return [
            _("The questionnaire “%(eligibility)s” has no published version.")
            % {"eligibility": joining.eligibility}
        ]
    definition = version.parsed()
    faults = []
    if absent := set(joining.study.languages) - definition.languages:
        listed = ", ".join(sorted(absent))
        faults.append(
            _("The questionnaire “%(eligibility)s” has no texts in %(listed)s.")
            % {"eligibility": joining.eligibility, "listed": listed}
        )
    if any(item.kind == "photo" for item in definition.items):
        faults.append(
            _("“%(eligibility)s” asks for a photo, which nobody would keep.")
            % {"eligibility": joining.eligibility}
        )
    if fault := _fault_of_condition(joining.eligible_if, definition):
        faults.append(_("The condition: %(fault)s.") % {"fault": fault})
    return faults


def _fault_of_condition(source: str, definition: Definition) -> str:
    try:
        tree = parse(source)
        check(tree, items=known_items(definition), expected="boolean")
    except ExpressionError as error:
        return str(error)
    return _("there are no earlier answers here") if earlier_references(tree) else ""


def is_eligible(definition: Definition, condition: str, answers: Mapping[str, object]) -> bool:
    """Whether somebody with these answers can join; raises InvalidAnswers."""
    kept = check_answers(definition, answers)
    return is_true(parse(condition), Scope(answers=kept))

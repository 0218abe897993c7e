"""The rules of a study as its page lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esmpress.alerts.conditions import columns_of, fault_of
from esmpress.alerts.models import AlertRule
from esmpress.alerts.words import rule_in_words
from esmpress.questionnaires.models import QuestionnaireVersion, newest_versions


@dataclass(frozen=True)
class RuleLine:
    """A rule, whom it is about, and why it can find nothing, if so."""

    rule: AlertRule
    words: str
    about: str
    fault: str


def rule_lines(
    rules: Iterable[AlertRule], *, sees_arms: bool, sees_conditions: bool
) -> list[RuleLine]:
    """A line for each rule; those that tell an arm only to who may see arms.

    A broken rule is shown as such also to those who may not see what it asks.
    """
    shown = [rule for rule in rules if sees_arms or not rule.tells_arm]
    versions = newest_versions({one.questionnaire_id for one in shown if one.questionnaire_id})
    return [
        RuleLine(
            rule=rule,
            words=rule_in_words(rule, condition=sees_conditions),
            about=about_in_words(rule),
            fault=fault_of_rule(rule, versions.get(rule.questionnaire_id or 0)),
        )
        for rule in shown
    ]


def about_in_words(rule: AlertRule) -> str:
    """Whom a rule is about."""
    if rule.kind == AlertRule.Kind.SILENCE:
        return _("the whole study")
    if rule.arm is not None and rule.phase is not None:
        return _("arm %(arm)s in phase %(phase)s") % {"arm": rule.arm, "phase": rule.phase}
    if rule.arm is not None:
        return _("arm %(arm)s") % {"arm": rule.arm}
    if rule.phase is not None:
        return _("phase %(phase)s") % {"phase": rule.phase}
    return _("everybody")


def fault_of_rule(rule: AlertRule, version: QuestionnaireVersion | None) -> str:
    """Why the rule can find nothing in the newest version of its questionnaire; or nothing."""
    if rule.kind != AlertRule.Kind.RISK:
        return ""
    if version is None:
        return _("The questionnaire is not published.")
    definition = version.parsed()
    language = min(definition.languages)
    column = columns_of(definition, language).get(rule.column)
    return fault_of(column, rule.comparison, rule.values)

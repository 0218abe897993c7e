"""Rules and alerts in words: no answer, no address and no arm is in them unless it is asked for."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.alerts.conditions import in_digits
from esmpress.alerts.models import Alert, AlertRule

Kind = AlertRule.Kind


def rule_in_words(rule: AlertRule, *, condition: bool) -> str:
    """What a rule watches; of an answer, what it has to be only where `condition` is told."""
    match rule.kind:
        case Kind.COMPLIANCE:
            return _(
                "Compliance under %(percent)d%% over the last %(days)d days, of at least "
                "%(least)d prompts"
            ) % {"percent": rule.percent, "days": rule.days, "least": rule.least}
        case Kind.MISSED:
            missed = rule.missed or 0
            words = ngettext("%(count)d prompt missed", "%(count)d prompts missed in a row", missed)
            return words % {"count": missed}
        case Kind.SILENCE:
            return _(
                "Nobody opens anything for %(hours)d hours in which at least %(least)d prompts end"
            ) % {"hours": rule.hours, "least": rule.least}
        case Kind.RISK if condition:
            return condition_in_words(rule)
        case Kind.RISK:
            return _("An answer that needs a human")
        case _:
            return _("Mail does not arrive")


def condition_in_words(rule: AlertRule) -> str:
    """Which answer needs a human."""
    named = {
        "column": rule.column,
        "questionnaire": str(rule.questionnaire),
        "values": ", ".join(map(in_digits, rule.values)),
    }
    match rule.comparison:
        case AlertRule.Comparison.AT_LEAST:
            return _("“%(column)s” in “%(questionnaire)s” is at least %(values)s") % named
        case AlertRule.Comparison.AT_MOST:
            return _("“%(column)s” in “%(questionnaire)s” is at most %(values)s") % named
        case _:
            return _("“%(column)s” in “%(questionnaire)s” is one of %(values)s") % named


def alert_in_words(alert: Alert) -> str:
    """What was found when the alert was raised; needs its rule."""
    part, whole = alert.part or 0, alert.whole or 0
    match alert.rule.kind:
        case Kind.COMPLIANCE:
            return _("Compliance %(share)d%%: %(part)d of %(whole)d prompts answered") % {
                "share": 100 * part // whole if whole else 0,
                "part": part,
                "whole": whole,
            }
        case Kind.MISSED:
            words = ngettext("Missed %(count)d prompt", "Missed %(count)d prompts in a row", part)
            return words % {"count": part}
        case Kind.SILENCE:
            words = ngettext(
                "Nobody has opened anything: %(count)d prompt ended",
                "Nobody has opened anything: %(count)d prompts ended",
                part,
            )
            return words % {"count": part}
        case Kind.RISK:
            return _("An answer needs a human")
        case _:
            return _("Mail does not arrive")

"""The form of an answer that needs a human: first which item, then what has to be answered."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminDecimalFieldWidget,
    UnfoldAdminSelectWidget,
)

from esmpress.alerts.conditions import WatchedColumn, columns_of, fault_of, in_digits
from esmpress.alerts.models import AlertRule
from esmpress.console.alerts.rule_forms import RuleForm
from esmpress.questionnaires.models import Questionnaire, newest_versions
from esmpress.studies.models import Study

Comparison = AlertRule.Comparison


class ItemForm(forms.Form):
    """Which item of which questionnaire; what is chosen stands in the address of the next page."""

    kind = forms.CharField(widget=forms.HiddenInput, initial=AlertRule.Kind.RISK)

    def __init__(self, study: Study) -> None:
        """Offer the items of what the study asks that can have a condition."""
        super().__init__()
        self.fields["item"] = forms.ChoiceField(
            label=_("Which question"),
            choices=watched_items(study),
            widget=UnfoldAdminSelectWidget,
            help_text=_("Scales, numbers and choices of the published questionnaires."),
        )


def watched_items(study: Study) -> list[tuple[str, str]]:
    """The columns that can have a condition, with names for a list."""
    asked = Questionnaire.objects.filter(schedules__study=study).distinct().order_by("name")
    names = {one.pk: one.name for one in asked}
    versions = newest_versions(names)
    return [
        (f"{pk}|{column.name}", f"{name}: {column.name} ({_text_of(column, study)})")
        for pk, name in names.items()
        if pk in versions
        for column in columns_of(versions[pk].parsed(), study.languages[0]).values()
    ]


def _text_of(column: WatchedColumn, study: Study) -> str:
    text = column.item.text.get(study.languages[0], "")
    return text if len(text) <= 60 else f"{text[:60]}…"


def watched_column(study: Study, rule: AlertRule) -> WatchedColumn | None:
    """The column of the newest version; None when it is not asked any more."""
    versions = newest_versions({rule.questionnaire_id or 0})
    version = versions.get(rule.questionnaire_id or 0)
    if version is None:
        return None
    return columns_of(version.parsed(), study.languages[0]).get(rule.column)


class RiskForm(RuleForm):
    """What has to be answered: a limit of a scale, or some of the options."""

    def __init__(self, data: Any, *, rule: AlertRule, study: Study, sees_arms: bool) -> None:
        """Options to tick where there are some, and a limit where there is a scale."""
        super().__init__(data, rule=rule, study=study, sees_arms=sees_arms)
        self._column = watched_column(study, rule)
        self._rule = rule
        is_choice = rule.comparison == Comparison.ONE_OF
        if self._column is not None and self._has_limit(self._column):
            self._ask_limit(None if is_choice or not rule.values else rule.values[0])
        if self._column is not None and self._column.options:
            self._ask_options(self._column, rule.values if is_choice else [])
        self._switch_last()

    @staticmethod
    def _has_limit(column: WatchedColumn) -> bool:
        """Of what is in an order; codes of a choice are in none."""
        return column.item.kind not in (
            "single_choice",
            "image_choice",
            "yes_no",
            "multiple_choice",
        )

    def _ask_limit(self, limit: float | None) -> None:
        ways = [(one.value, one.label) for one in (Comparison.AT_LEAST, Comparison.AT_MOST)]
        self.fields["comparison"] = forms.ChoiceField(
            label=_("The answer"),
            help_text=_("Which side of the limit needs a human; the limit itself counts."),
            choices=ways,
            initial=self._rule.comparison or Comparison.AT_LEAST,
            widget=UnfoldAdminSelectWidget,
        )
        self.fields["limit"] = forms.FloatField(
            required=False,
            label=_("Limit"),
            initial=None if limit is None else in_digits(limit),
            help_text=self._scale_in_words(),
            widget=UnfoldAdminDecimalFieldWidget(attrs={"step": "any"}),
        )

    def _scale_in_words(self) -> str:
        column = self._column
        if column is None or column.lowest is None or column.highest is None:
            return ""
        ends = {"lowest": in_digits(column.lowest), "highest": in_digits(column.highest)}
        return _("The scale goes from %(lowest)s to %(highest)s.") % ends

    def _ask_options(self, column: WatchedColumn, chosen: list[float]) -> None:
        self.fields["options"] = forms.TypedMultipleChoiceField(
            required=False,
            label=_("The answer is one of"),
            choices=[
                (in_digits(value), f"{in_digits(value)} = {label}" if label else in_digits(value))
                for value, label in column.options.items()
            ],
            initial=[in_digits(value) for value in chosen],
            coerce=float,
            help_text=_("Instead of the limit, tick all that need a human.")
            if "limit" in self.fields
            else _("Tick all that need a human."),
            widget=UnfoldAdminCheckboxSelectMultipleWidget,
        )

    def clean(self) -> dict[str, Any]:
        """The condition, which some answer has to be able to meet; what is off may be broken."""
        cleaned: dict[str, Any] = super().clean() or {}
        options, limit = cleaned.pop("options", []), cleaned.pop("limit", None)
        if self.errors:
            return cleaned
        is_on = cleaned.get("is_on", False)
        if self._column is None:
            if is_on:
                raise forms.ValidationError(_("The questionnaire does not ask this any more."))
            return cleaned
        if bool(options) == (limit is not None):
            raise forms.ValidationError(
                _("Say what the answer has to be: by the limit or by options, not by both.")
                if options
                else _("Say what the answer has to be.")
            )
        if options:
            cleaned["comparison"] = Comparison.ONE_OF
        cleaned["values"] = options or [limit]
        fault = fault_of(self._column, cleaned["comparison"], cleaned["values"])
        if fault and is_on:
            raise forms.ValidationError(fault)
        return cleaned

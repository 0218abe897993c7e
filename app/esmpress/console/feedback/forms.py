"""The forms of the charts participants see of their own answers, and of when they see them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseInlineFormSet
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from esmpress.console.texts import TextsField, ask_in
from esmpress.lazy_texts import lazily
from esmpress.prompts.versions import latest_versions
from esmpress.questionnaires.figures import figures_in
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import FeedbackChart, Study

EMPTY_ROWS = 2
Rule = Study.FeedbackRule


class FeedbackRuleForm(forms.ModelForm[Study]):
    """When participants see the charts."""

    feedback_rule = forms.ChoiceField(
        choices=Rule.choices,
        label=lazily("Shown"),
        help_text=lazily(
            "On each participant's own page. What is seen early can change what is answered next."
        ),
        widget=UnfoldAdminSelectWidget,
    )
    feedback_after = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=5000,
        label=lazily("After how many answered questionnaires"),
        help_text=lazily("Only with the rule that counts them."),
        widget=UnfoldAdminIntegerFieldWidget,
    )

    class Meta:
        model = Study
        fields = ("feedback_rule", "feedback_after")

    def clean(self) -> dict[str, Any]:
        """The rule, with a number only where it has one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("feedback_rule") != Rule.AFTER_ANSWERS:
            cleaned["feedback_after"] = None
        elif cleaned.get("feedback_after") is None and "feedback_after" not in self.errors:
            self.add_error("feedback_after", gettext("Write a number."))
        return cleaned


class ChartForm(forms.ModelForm[FeedbackChart]):
    """One chart."""

    shown = forms.ChoiceField(
        label=lazily("Answers"),
        help_text=lazily("The numbers that are drawn; a row without them does not count."),
        widget=UnfoldAdminSelectWidget,
    )
    title = TextsField(
        label=lazily("Title"), help_text=lazily("What participants read above the chart.")
    )
    kind = forms.ChoiceField(
        choices=FeedbackChart.Kind.choices,
        label=lazily("Drawn as"),
        help_text=lazily("A line for what goes up and down, bars for single days."),
        widget=UnfoldAdminSelectWidget,
    )

    class Meta:
        model = FeedbackChart
        fields = ("title", "kind")

    def has_changed(self) -> bool:
        """Whether there is a chart: a row without answers to show is none."""
        return "shown" in self.changed_data or bool(self.instance.pk and self.changed_data)

    def clean(self) -> dict[str, Any]:
        """The chart, with its questionnaire and column."""
        cleaned: dict[str, Any] = super().clean() or {}
        pk, _, column = cleaned.get("shown", "").partition("|")
        if column:
            self.instance.questionnaire_id, self.instance.column = int(pk), column
        return cleaned


class ChartFormSet(BaseInlineFormSet[FeedbackChart, Study, ChartForm]):
    """The charts of a study, in order."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Offer the columns of numbers that the study asks for, and the one a row has."""
        super().add_fields(form, index)
        ask_in(form, self.instance.languages)
        field = form.fields["shown"]
        field.choices = [("", "–"), *columns_of(self.instance)]
        if form.instance.pk:
            field.initial = f"{form.instance.questionnaire_id}|{form.instance.column}"
            if field.initial not in dict(field.choices):
                field.choices.append(
                    (
                        field.initial,
                        gettext("%(instance)s (not asked any more)") % {"instance": form.instance},
                    )
                )

    def clean(self) -> None:
        """Put a fault beside a chart that stands twice."""
        super().clean()
        seen = set()
        for form in self.forms:
            chart = (form.cleaned_data.get("shown"), form.cleaned_data.get("kind"))
            if chart[0] and not form.cleaned_data.get("DELETE"):
                if chart in seen:
                    form.add_error("shown", gettext("This chart stands twice."))
                seen.add(chart)


def columns_of(study: Study) -> list[tuple[str, str]]:
    """The columns of numbers in the study's questionnaires, with names for a list."""
    asked = Questionnaire.objects.filter(schedules__study=study).distinct().order_by("name")
    names = {questionnaire.pk: questionnaire.name for questionnaire in asked}
    versions = latest_versions(names)
    return [
        (f"{pk}|{figure.column}", f"{name}: {figure.column}")
        for pk, name in names.items()
        if pk in versions
        for figure in figures_in(versions[pk].parsed())
    ]


def chart_forms(data: Any, study: Study) -> Any:
    """The charts as rows, with empty ones below them."""
    made = forms.inlineformset_factory(
        Study,
        FeedbackChart,
        form=ChartForm,
        formset=ChartFormSet,
        extra=EMPTY_ROWS,
        can_delete=True,
    )
    return made(data, instance=study, prefix="charts")

"""The forms of rules: one for each kind, in plain words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanWidget,
)

from esmpress.alerts.models import AlertRule
from esmpress.studies.models import Study

Kind = AlertRule.Kind


def whole_number(label: Any, least: int, most: int, help_text: Any = "") -> forms.IntegerField:
    """A whole number within limits."""
    return forms.IntegerField(
        label=label,
        min_value=least,
        max_value=most,
        help_text=help_text,
        widget=UnfoldAdminIntegerFieldWidget(attrs={"min": least, "max": most}),
    )


class RuleForm(forms.Form):
    """What every rule has: whether it is on, and whom it is about.

    Arms, and phases of one, are for those who may see arms.
    """

    has_scope = True
    is_on = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("On"),
        help_text=gettext_lazy("Off: nothing new is reported."),
        widget=UnfoldBooleanWidget,
    )

    def __init__(self, data: Any, *, rule: AlertRule, study: Study, sees_arms: bool) -> None:
        """Begin with what the rule has."""
        names = [name for name in self.base_fields if hasattr(rule, name)]
        initial = {name: getattr(rule, name) for name in names} if rule.pk else {}
        super().__init__(data, initial=initial | {"arm": rule.arm_id, "phase": rule.phase_id})
        if self.has_scope:
            phases = [one for one in study.phases.all() if sees_arms or one.arm_id is None]
            self._offer("phase", _("Only in the phase"), _("all phases"), phases)
        if self.has_scope and sees_arms:
            self._offer("arm", _("Only in the arm"), _("all arms"), list(study.arms.all()))
        self._switch_last()

    def _switch_last(self) -> None:
        """After what the rule is about."""
        self.fields["is_on"] = self.fields.pop("is_on")

    def _offer(self, name: str, label: str, everything: str, rows: list[Any]) -> None:
        """A choice of rows, where there are any."""
        if rows:
            self.fields[name] = forms.TypedChoiceField(
                required=False,
                label=label,
                help_text=_("Others are not watched by this rule."),
                choices=[("", everything), *((row.pk, row.name) for row in rows)],
                coerce=int,
                empty_value=None,
                widget=UnfoldAdminSelectWidget,
            )

    def values(self) -> dict[str, Any]:
        """The columns of the rule, once the form is valid."""
        given = dict(self.cleaned_data)
        return given | {f"{name}_id": given.pop(name) for name in ("arm", "phase") if name in given}


class ComplianceForm(RuleForm):
    """Low compliance."""

    percent = whole_number(
        gettext_lazy("Under how many percent"),
        1,
        100,
        gettext_lazy("Whoever answers fewer of their prompts is reported, like 60."),
    )
    days = whole_number(
        gettext_lazy("Over the last … days"), 1, 90, gettext_lazy("Counted back from now.")
    )
    least = whole_number(
        gettext_lazy("Of at least … prompts"),
        1,
        500,
        gettext_lazy("Answered or missed in these days; who had fewer is not looked at."),
    )


class MissedForm(RuleForm):
    """Prompts missed in a row."""

    missed = whole_number(
        gettext_lazy("How many in a row"),
        1,
        100,
        gettext_lazy("An answer in between begins anew; so does one that comes late."),
    )


class BouncedForm(RuleForm):
    """Mail that does not arrive: nothing more to say."""


class SilenceForm(RuleForm):
    """Nobody opens anything."""

    has_scope = False
    hours = whole_number(
        gettext_lazy("For how many hours"),
        1,
        168,
        gettext_lazy("Nobody in the study opens a single link for so long, like 6."),
    )
    least = whole_number(
        gettext_lazy("While at least … prompts end"),
        1,
        10_000,
        gettext_lazy("So that a night, or one person who sleeps in, is no alarm."),
    )


FORMS: dict[str, type[RuleForm]] = {
    Kind.COMPLIANCE: ComplianceForm,
    Kind.MISSED: MissedForm,
    Kind.BOUNCED: BouncedForm,
    Kind.SILENCE: SilenceForm,
}

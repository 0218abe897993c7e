"""The form that says which prompts the figures are of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget

from esmpress.delivery.cremas.people import Wanted
from esmpress.delivery.cremas.stages import Stages
from esmpress.participants.models import Participant
from esmpress.studies.models import MAX_STUDY_DAYS, Study


class _Choice(forms.ChoiceField):
    """One of some, or all of them."""

    def __init__(self, label: str, choices: Iterable[tuple[Any, str]]) -> None:
        """Choices beside “all”."""
        sentence = _("%(label)s: choose one from the list.") % {"label": label}
        super().__init__(
            label=label,
            choices=[("", _("all of them")), *choices],
            required=False,
            widget=UnfoldAdminSelectWidget,
            error_messages={"invalid_choice": sentence},
        )


class _StudyDay(forms.IntegerField):
    """A study day, or none."""

    def __init__(self, label: str) -> None:
        """A whole number from 1."""
        sentence = _("%(label)s: write a whole number from 1 to %(most)s.") % {
            "label": label,
            "most": MAX_STUDY_DAYS,
        }
        super().__init__(
            label=label,
            min_value=1,
            max_value=MAX_STUDY_DAYS,
            required=False,
            widget=UnfoldAdminIntegerFieldWidget(attrs={"min": 1, "max": MAX_STUDY_DAYS}),
            error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), sentence),
        )


class FiltersForm(forms.Form):
    """Arm and phase for those who may see arms, and what there is to choose from."""

    def __init__(self, study: Study, stages: Stages, data: Any, *, sees_arms: bool) -> None:
        """The fields the study gives cause for."""
        super().__init__(data)
        if sees_arms and stages.names:
            self.fields["arm"] = _Choice(_("Arm"), stages.names.items())
        if sees_arms and stages.phase_names:
            self.fields["phase"] = _Choice(_("Phase"), stages.phase_names.items())
        if len(study.languages) > 1:
            names = dict(settings.LANGUAGES)
            languages = [(code, names.get(code, code)) for code in study.languages]
            self.fields["language"] = _Choice(_("Language"), languages)
        self.fields["status"] = _Choice(_("Participants"), Participant.Status.choices)
        self.fields["first_day"] = _StudyDay(_("From study day"))
        self.fields["last_day"] = _StudyDay(_("To study day"))

    def clean(self) -> dict[str, Any]:
        """The fields; the days in order."""
        cleaned: dict[str, Any] = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("To study day: this is before the day it begins with."))
        return cleaned

    @property
    def is_used(self) -> bool:
        """Whether anything was chosen, well or badly."""
        return any(self.data.get(name) for name in self.fields)

    @property
    def wanted(self) -> Wanted:
        """What was chosen; the form has to be valid."""
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        for name in ("arm", "phase"):
            if name in chosen:
                chosen[name] = int(chosen[name])
        return Wanted(**chosen)

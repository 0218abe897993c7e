"""The forms of what can be done to a participation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from esmpress.lazy_texts import lazily
from esmpress.participants.models import Allocation, Participant


class MoveForm(forms.Form):
    """Another time zone."""

    time_zone = forms.CharField(
        label=lazily("New time zone"),
        help_text=lazily("Like Europe/London."),
        widget=UnfoldAdminTextInputWidget,
    )


class ArmForm(forms.Form):
    """Another arm, and why."""

    reason = forms.CharField(
        label=lazily("Reason"),
        max_length=Allocation._meta.get_field("reason").max_length,
        help_text=lazily("It is kept with the data."),
        widget=UnfoldAdminTextInputWidget,
    )

    def __init__(self, data: Any, *, participant: Participant) -> None:
        """Offer the other arms of the study, before the reason."""
        super().__init__(data)
        others = participant.study.arms.exclude(participants=participant)
        self.fields["arm"] = forms.ModelChoiceField(
            others,
            label=gettext("Arm"),
            help_text=lazily("From the next local day on prompts follow it."),
            widget=UnfoldAdminSelectWidget,
        )
        self.order_fields(["arm", "reason"])

"""The forms of tokens for programs: what a new one may read and for how long; which to revoke."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.lazy_texts import lazily
from esmpress.studies.api_tokens import USUAL
from esmpress.studies.models import Scope

_DAYS = ((30, lazily("30 days")), (90, lazily("90 days")), (180, lazily("180 days")))
# Whoever is blind to the arms stays so unless somebody means otherwise.
_USUAL_SCOPES = [scope.value for scope in Scope if scope != Scope.ARMS]


class NewTokenForm(forms.Form):
    """What a token is called, what it may read, and when it ends."""

    name = forms.CharField(
        label=lazily("Name"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        help_text=lazily("Which program or computer will use it, for example: nightly copy, lab."),
    )
    scopes = forms.MultipleChoiceField(
        label=lazily("May read"),
        choices=Scope.choices,
        initial=_USUAL_SCOPES,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=lazily(
            "As little as the program needs. Without arms it is told nothing of who is in which "
            "arm."
        ),
    )
    days = forms.TypedChoiceField(
        label=lazily("Works for"),
        choices=(*_DAYS, (365, lazily("a year"))),
        coerce=int,
        initial=USUAL.days,
        widget=UnfoldAdminSelectWidget,
        help_text=lazily("Then it ends by itself, and you make another one."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Errors in whole sentences."""
        super().__init__(*args, **kwargs)
        self.fields["scopes"].error_messages["required"] = _("Tick at least one.")

    @property
    def good_for(self) -> timedelta:
        """For how long; the form has to be valid."""
        return timedelta(days=self.cleaned_data["days"])


class RevokeForm(forms.Form):
    """What is posted once more by who is sure."""

    act = forms.CharField(widget=forms.HiddenInput, initial="revoke")
    token = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.CharField(widget=forms.HiddenInput, initial="1")

"""The forms of the pre-flight page, and the tick that launches although something is red."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.preflight_words import tick
from esmpress.delivery.preflight.checklist import MOST_IMAGINED
from esmpress.delivery.preflight.findings import Finding
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Study


class PhoneCheckForm(forms.Form):
    """To whom a test mail goes, and in which language."""

    to = forms.EmailField(
        label=lazily("Your address"),
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "email"}),
        help_text=lazily("One that you read on a phone. It is not kept."),
        error_messages=dict.fromkeys(
            ("required", "invalid"), lazily("Your address: write one like ola@uni.example.")
        ),
    )
    language = forms.ChoiceField(label=lazily("Language"), widget=UnfoldAdminSelectWidget)

    def __init__(self, study: Study, data: Any = None, *, to: str = "") -> None:
        """A form with the languages of a study and an address to begin with."""
        super().__init__(data, initial={"to": to})
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = [
            (code, name) for code, name in settings.LANGUAGES if code in study.languages
        ]


class ParticipantsForm(forms.Form):
    """For how many participants the mails are estimated."""

    participants = forms.IntegerField(
        label=lazily("Participants"),
        min_value=1,
        max_value=MOST_IMAGINED,
        help_text=lazily("How many you expect; mails and sending time are estimated for them."),
        widget=UnfoldAdminIntegerFieldWidget(attrs={"min": 1, "max": MOST_IMAGINED}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            lazily("Participants: write a whole number from 1 to 100,000."),
        ),
    )


class AlthoughForm(forms.Form):
    """The deliberate tick; it counts for the red findings that stood on the page, no others."""

    although = forms.BooleanField(
        widget=UnfoldBooleanWidget,
        error_messages={
            "required": lazily("Mend what is red, or tick this to launch all the same.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, red: Sequence[Finding], data: Any = None) -> None:
        """A form for these findings."""
        self._red = {finding.check for finding in red}
        super().__init__(data, initial={"seen": ",".join(sorted(self._red))})
        self.fields["although"].label = tick(red)

    def clean(self) -> dict[str, Any]:
        """The tick; refused when something red was not on the page yet."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self._red <= set(cleaned.get("seen", "").split(",")):
            # The page comes back with what is red now, and counts as seen then.
            self.data = {**self.data, "seen": ",".join(sorted(self._red))}
            self.data.pop("although", None)
            self.add_error("although", _("Meanwhile more has turned red; look at it first."))
        return cleaned

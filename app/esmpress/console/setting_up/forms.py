"""The forms of a study that is made from another or from a template."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from esmpress.console.study_form import ContactForm
from esmpress.lazy_texts import lazily
from esmpress.setting_up.naming import Naming
from esmpress.studies.models import Study


class NamingForm(ContactForm):
    """What the new study is called, and whom its participants turn to; the rest comes along."""

    class Meta:
        model = Study
        fields = ("name", "slug", "contact_name", "contact_email")
        widgets: ClassVar[Any] = {
            "name": UnfoldAdminTextInputWidget,
            "slug": UnfoldAdminTextInputWidget,
            "contact_name": UnfoldAdminTextInputWidget,
            "contact_email": UnfoldAdminEmailInputWidget,
        }
        help_texts: ClassVar[Any] = {
            "contact_name": lazily("Stands in every message."),
            "contact_email": lazily("Where participants' replies go."),
        }

    @property
    def naming(self) -> Naming:
        """What was typed, once the form is valid."""
        return Naming(**{name: self.cleaned_data[name] for name in self._meta.fields or ()})


class CopyForm(NamingForm):
    """The same, and what becomes of the questionnaires."""

    own_questionnaires = forms.BooleanField(
        required=False,
        label=lazily("Copies of the questionnaires too"),
        help_text=lazily(
            "To be published, and changed for the new study alone. Otherwise both studies "
            "ask the same ones, and what is published of them reaches both."
        ),
        widget=UnfoldBooleanWidget,
    )

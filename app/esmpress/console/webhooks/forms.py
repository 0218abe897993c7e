"""Forms about endpoints of webhooks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget, UnfoldAdminTextInputWidget

from esmpress.lazy_texts import lazily
from esmpress.webhooks.addresses import check_url
from esmpress.webhooks.models import NAME_LENGTH, Kind


class NewEndpointForm(forms.Form):
    """Which program is told of what, and where."""

    name = forms.CharField(
        label=lazily("Name"),
        max_length=NAME_LENGTH,
        widget=UnfoldAdminTextInputWidget,
        help_text=lazily("Which program is told, for example: lab server."),
    )
    url = forms.CharField(
        label=lazily("Address"),
        widget=UnfoldAdminTextInputWidget,
        validators=[check_url],
        help_text=lazily(
            "Where the program waits, for example: https://lab.example.org/esm. It has to be "
            "reachable from the internet, with a valid certificate."
        ),
    )
    kinds = forms.MultipleChoiceField(
        label=lazily("Is told when"),
        choices=Kind.choices,
        initial=list(Kind.values),
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
        help_text=lazily("Neither answers nor addresses are sent: the program asks the API."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Errors in whole sentences."""
        super().__init__(*args, **kwargs)
        self.fields["kinds"].error_messages["required"] = _("Tick at least one.")


class SureForm(forms.Form):
    """What is posted once more by who is sure."""

    act = forms.CharField(widget=forms.HiddenInput)
    endpoint = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.CharField(widget=forms.HiddenInput, initial="1")

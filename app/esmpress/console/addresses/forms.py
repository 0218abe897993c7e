"""The forms about addresses: why one is looked at, which is the new one, which is looked for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

# Nothing that was typed before is offered to whoever sits there next.
_FORGETFUL = {"autocomplete": "off"}


class WhyForm(forms.Form):
    """Why an address is looked at."""

    why = forms.CharField(
        label=_("Why do you need it?"),
        max_length=150,
        widget=UnfoldAdminTextInputWidget(attrs=_FORGETFUL),
        help_text=_(
            "Stays in the participant's history and in the audit trail, with your name. "
            "Write no names and no addresses."
        ),
    )

    def clean_why(self) -> str:
        """The reason, which holds no address itself."""
        why: str = self.cleaned_data["why"]
        if "@" in why:
            raise ValidationError(_("Say why without writing an address."))
        return why


class NewAddressForm(forms.Form):
    """Another address."""

    email = forms.CharField(
        label=_("New e-mail address"),
        help_text=_("Messages from now on go there."),
        max_length=300,
        widget=UnfoldAdminEmailInputWidget(attrs=_FORGETFUL),
    )


class FindForm(forms.Form):
    """An address, and where it is looked for."""

    email = forms.CharField(
        label=_("E-mail address"),
        max_length=300,
        widget=UnfoldAdminEmailInputWidget(attrs=_FORGETFUL),
        help_text=_("The whole address, exactly; upper and lower case are the same."),
    )

    def __init__(self, data: Any, *, studies: Any) -> None:
        """Offer the studies in which who asks may see addresses."""
        super().__init__(data)
        self.fields["study"] = forms.ModelChoiceField(
            studies,
            label=_("Study"),
            required=False,
            empty_label=_("All in which you may see addresses"),
            widget=UnfoldAdminSelectWidget,
        )

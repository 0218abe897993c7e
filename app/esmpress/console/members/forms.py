"""The forms of who works in a study: an address with a role, and what an invited person types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminPasswordWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from esmpress.accounts.models import Researcher
from esmpress.lazy_texts import lazily
from esmpress.studies.models import Role

ROLES = lazily(
    "Owners may do everything, members included. Editors write the design and launch. "
    "Coordinators enrol and write to people. Analysts see and export answers. Observers "
    "see how it goes, without answers and arms. API is for a program that exports."
)


class NewMemberForm(forms.Form):
    """Somebody by their address, and what they will be."""

    email = forms.EmailField(
        label=lazily("E-mail address"),
        widget=UnfoldAdminEmailInputWidget,
        help_text=lazily(
            "Whoever has an account here is a member at once; anybody else gets a mail with "
            "a link, good for a week, to make one."
        ),
    )
    role = forms.ChoiceField(
        label=lazily("Role"),
        choices=Role.choices,
        initial=Role.OBSERVER,
        help_text=ROLES,
        widget=UnfoldAdminSelectWidget,
    )


class RoleForm(forms.Form):
    """The role of a member."""

    role = forms.ChoiceField(
        label=lazily("Role"),
        choices=Role.choices,
        help_text=ROLES,
        widget=UnfoldAdminSelectWidget,
    )


class SureForm(forms.Form):
    """What is posted once more by who is sure."""

    act = forms.CharField(widget=forms.HiddenInput)
    member = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.CharField(widget=forms.HiddenInput)


class AccountForm(forms.Form):
    """What makes an account: a name, and a password typed twice."""

    name = forms.CharField(
        label=lazily("Your name"),
        max_length=150,
        help_text=lazily("As the other members of the study read it."),
        widget=UnfoldAdminTextInputWidget,
    )
    password = forms.CharField(
        label=lazily("Password"),
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
        help_text=lazily("At least 10 characters; no common one."),
    )
    again = forms.CharField(
        label=lazily("Password once more"),
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        """For the account of this address."""
        super().__init__(*args, **kwargs)
        self._email = email

    def clean(self) -> dict[str, Any]:
        """The fields; the password has to be a good one, and the same twice."""
        cleaned: dict[str, Any] = super().clean() or {}
        password = cleaned.get("password", "")
        if not password:
            return cleaned
        if password != cleaned.get("again"):
            self.add_error("again", _("This is another password than above."))
        try:
            validate_password(password, Researcher(email=self._email, name=cleaned.get("name", "")))
        except ValidationError as error:
            self.add_error("password", error)
        return cleaned

"""The forms of logging in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import AuthenticationForm
from unfold.widgets import UnfoldAdminPasswordWidget, UnfoldAdminTextInputWidget

from esmpress.accounts.attempting import HasToWait
from esmpress.console.account.guarding import guarded, wait_in_words

_ONE_TIME = {
    "autocomplete": "one-time-code",
    "autocapitalize": "none",
    "spellcheck": "false",
}


class LogInForm(AuthenticationForm):
    """Address and password; who guesses has to wait."""

    def clean(self) -> dict[str, Any]:
        """The fields, with who it is in `get_user`."""
        typed = self.cleaned_data.get("username") or ""
        if not typed or not self.cleaned_data.get("password"):
            return dict(self.cleaned_data)
        try:
            with guarded(self.request, typed, wrong=ValidationError):
                cleaned: dict[str, Any] = super().clean()
                return cleaned
        except HasToWait as wait:
            raise ValidationError(wait_in_words(wait, now=timezone.now()), code="wait") from wait


class CodeForm(forms.Form):
    """A code of an app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=40,
        widget=UnfoldAdminTextInputWidget(attrs=_ONE_TIME),
        help_text=_("The six digits your authenticator app shows now, or a recovery code."),
    )


class AppCodeForm(forms.Form):
    """The first code of an app."""

    code = forms.CharField(
        label=_("Code"),
        max_length=10,
        widget=UnfoldAdminTextInputWidget(attrs=_ONE_TIME | {"inputmode": "numeric"}),
        help_text=_("The six digits the app shows now."),
    )


class SureForm(forms.Form):
    """A password or a code, from who is logged in already."""

    typed = forms.CharField(
        label=_("Password or code"),
        max_length=200,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
        help_text=_("Your password, or the six digits of your authenticator app."),
    )


class PasskeyNameForm(forms.Form):
    """What a key is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("So that you know it again, for example: work laptop."),
    )

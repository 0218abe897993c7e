"""The forms of logging in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from unfold.forms import AdminOwnPasswordChangeForm, AuthenticationForm
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
            with guarded(self.request, typed, wrong=ValidationError, is_told=True):
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
    """The password, from who is logged in already and has nothing else."""

    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "current-password"}),
    )


class OwnPasswordForm(AdminOwnPasswordChangeForm):
    """The old password and a new one; who guesses the old one has to wait."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        """For who sends the request."""
        super().__init__(*args, **kwargs)
        self._request = request

    def clean_old_password(self) -> str:
        """The old password."""
        try:
            with guarded(self._request, self.user.email, wrong=ValidationError):
                return str(super().clean_old_password())
        except HasToWait as wait:
            raise ValidationError(wait_in_words(wait, now=timezone.now()), code="wait") from wait


class PasskeyNameForm(forms.Form):
    """What a key is called."""

    name = forms.CharField(
        label=_("Name"),
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        help_text=_("So that you know it again, for example: work laptop."),
    )

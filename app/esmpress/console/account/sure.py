"""The page that asks who sits there to show once more that it is them."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from esmpress.accounts import logged_in, passkeys
from esmpress.accounts.attempting import HasToWait
from esmpress.accounts.authenticators import use_code
from esmpress.accounts.factors import has_app, has_factor
from esmpress.accounts.models import Researcher
from esmpress.console.account.asked_passkey import keep, site_of, take
from esmpress.console.account.finishing import safe_next
from esmpress.console.account.forms import AppCodeForm, SureForm
from esmpress.console.account.guarding import guarded, wait_in_words
from esmpress.console.account.log_in_second import WRONG
from esmpress.console.account.pages import current, page_of_account
from esmpress.console.confirming import acting_researcher


class WrongPassword(Exception):
    """Not the password of who is logged in."""


_WRONG = (*WRONG, WrongPassword)


@sensitive_post_parameters()
def sure(request: HttpRequest) -> HttpResponse:
    """Ask for a code of the app or a key, of who has neither for the password; then go on."""
    researcher = acting_researcher(request)
    if request.method != "POST":
        return _page(request, researcher)
    try:
        with guarded(request, researcher.email, wrong=_WRONG):
            _show(request, researcher)
    except HasToWait as wait:
        return _page(request, researcher, problem=wait_in_words(wait, now=timezone.now()))
    except _WRONG:
        return _page(request, researcher, problem=_("This is not right."))
    logged_in.make_sure(current(request), now=timezone.now())
    return redirect(_goes_to(request))


def _show(request: HttpRequest, researcher: Researcher) -> None:
    """Of who has a factor a password is not enough: with it alone nobody takes the factor away."""
    now = timezone.now()
    if answer := request.POST.get("passkey", ""):
        passkeys.use_passkey(site_of(request), researcher, answer, state=take(request), now=now)
    elif has_factor(researcher):
        use_code(researcher, "".join(request.POST.get("code", "").split()), now=now)
    elif not researcher.check_password(request.POST.get("password", "")):
        raise WrongPassword


def _goes_to(request: HttpRequest) -> str:
    return safe_next(request, request.POST.get("next") or request.GET.get("next", ""))


def _form(researcher: Researcher) -> forms.Form | None:
    if has_app(researcher):
        return AppCodeForm()
    return None if has_factor(researcher) else SureForm()


def _page(request: HttpRequest, researcher: Researcher, *, problem: str = "") -> HttpResponse:
    options = ""
    if researcher.passkeys.exists():
        asked = passkeys.ask_for_one(site_of(request), researcher)
        keep(request, asked)
        options = asked.options
    values = page_of_account(request, _("Is it you?")) | {
        "form": _form(researcher),
        "has_factor": has_factor(researcher),
        "options": options,
        "problem": problem,
        "goes_to": _goes_to(request),
    }
    return render(request, "console/account/sure.html", values)

"""The page on which a passkey is added."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts import passkeys
from esmpress.accounts.models import LogIn
from esmpress.accounts.passkeys import TooManyPasskeys, WrongPasskey
from esmpress.console.account.asked_passkey import keep, site_of, take
from esmpress.console.account.forms import PasskeyNameForm
from esmpress.console.account.pages import page_of_account, sure_first
from esmpress.console.account.starting import after_adding
from esmpress.console.confirming import acting_researcher


@sure_first
def passkey(request: HttpRequest) -> HttpResponse:
    """Ask for a name and a key; a post brings both."""
    form = PasskeyNameForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form)
    try:
        _add(request, form.cleaned_data["name"])
    except WrongPasskey:
        said = _("The passkey was not added: it is here already, or it was stopped. Try again.")
        return _page(request, form, problem=said)
    except TooManyPasskeys:
        said = _("You have 20 passkeys; remove one first.")
        return _page(request, form, problem=said)
    messages.success(request, _("The passkey was added."))
    return after_adding(request, LogIn.Factor.PASSKEY)


def _add(request: HttpRequest, name: str) -> None:
    passkeys.add(
        site_of(request),
        acting_researcher(request),
        name,
        request.POST.get("passkey", ""),
        state=take(request),
        now=timezone.now(),
    )


def _page(request: HttpRequest, form: PasskeyNameForm, *, problem: str = "") -> HttpResponse:
    asked = passkeys.ask_to_add(site_of(request), acting_researcher(request))
    keep(request, asked)
    values = page_of_account(request, _("New passkey")) | {
        "form": form,
        "options": asked.options,
        "problem": problem,
    }
    status = 422 if problem or form.errors else 200
    return render(request, "console/account/passkey.html", values, status=status)

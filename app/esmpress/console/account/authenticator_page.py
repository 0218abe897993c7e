"""The page on which an authenticator app is set up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts import authenticators
from esmpress.accounts.attempting import HasToWait
from esmpress.accounts.authenticators import WrongCode
from esmpress.accounts.models import Authenticator, LogIn
from esmpress.console.account.forms import AppCodeForm
from esmpress.console.account.guarding import guarded, wait_in_words
from esmpress.console.account.pages import page_of_account, sure_first
from esmpress.console.account.qr import qr_picture
from esmpress.console.account.starting import after_adding
from esmpress.console.confirming import acting_researcher

# What a session calls the app whose picture it was shown.
_BEGUN = "begun_authenticator"


@sure_first
def authenticator(request: HttpRequest) -> HttpResponse:
    """Picture and key for the app; a post brings its first code, and from then on it counts."""
    researcher, now = acting_researcher(request), timezone.now()
    begun = authenticators.begin(researcher, now=now, begun=request.session.get(_BEGUN))
    request.session[_BEGUN] = begun.pk
    if begun.confirmed_at is not None:
        messages.info(request, _("Your authenticator app is set up already."))
        return redirect("admin:account")
    if request.method != "POST":
        return _page(request, begun)
    code = "".join(request.POST.get("code", "").split())
    try:
        with guarded(request, researcher.email, wrong=WrongCode):
            authenticators.confirm(researcher, code, now=now)
    except HasToWait as wait:
        return _page(request, begun, problem=wait_in_words(wait, now=now))
    except WrongCode:
        said = _("This is not the code of now. Is the clock of your phone right?")
        return _page(request, begun, problem=said)
    messages.success(request, _("Your authenticator app is set up."))
    return after_adding(request, LogIn.Factor.AUTHENTICATOR)


def _page(request: HttpRequest, begun: Authenticator, *, problem: str = "") -> HttpResponse:
    values = page_of_account(request, _("Authenticator app")) | {
        "picture": qr_picture(authenticators.address_for_app(begun)),
        "secret": authenticators.secret_in_words(begun),
        "form": AppCodeForm(),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "console/account/authenticator.html", values, status=status)

"""A log-in by a passkey alone: the key itself has asked for a PIN, a finger or a face."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts import passkeys
from esmpress.accounts.attempting import HasToWait
from esmpress.accounts.models import LogIn, Researcher
from esmpress.accounts.passkeys import WrongPasskey
from esmpress.console.account.asked_passkey import keep, site_of, take
from esmpress.console.account.finishing import finish, safe_next
from esmpress.console.account.guarding import guarded, wait_in_words


def by_passkey(request: HttpRequest) -> HttpResponse:
    """Ask for a key of whoever it is; a post brings its answer."""
    goes_to = safe_next(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.method != "POST":
        return _page(request, goes_to)
    try:
        with guarded(request, "", wrong=WrongPasskey):
            found = _whose(request)
    except HasToWait as wait:
        return _page(request, goes_to, problem=wait_in_words(wait, now=timezone.now()))
    except WrongPasskey:
        said = _("This passkey is not known here, or it asked for no PIN. Log in with a password.")
        return _page(request, goes_to, problem=said)
    return finish(request, found, LogIn.Factor.PASSKEY, goes_to)


def _whose(request: HttpRequest) -> Researcher:
    answer, state = request.POST.get("passkey", ""), take(request)
    found = passkeys.use_passkey(site_of(request), None, answer, state=state, now=timezone.now())
    if not (found.is_active and found.is_staff):
        raise WrongPasskey
    return found


def _page(request: HttpRequest, goes_to: str, *, problem: str = "") -> HttpResponse:
    asked = passkeys.ask_for_one(site_of(request), None)
    keep(request, asked)
    values = admin.site.each_context(request) | {
        "title": _("Log in with a passkey"),
        "options": asked.options,
        "goes_to": goes_to,
        "problem": problem,
    }
    return render(request, "console/account/by_passkey.html", values)

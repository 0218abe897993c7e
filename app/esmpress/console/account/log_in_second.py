"""The second step of a log-in: a code or a key, after the password was right."""

from __future__ import annotations

from hmac import compare_digest

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from esmpress.accounts import passkeys
from esmpress.accounts.attempting import HasToWait
from esmpress.accounts.authenticators import WrongCode
from esmpress.accounts.factors import use_any_code
from esmpress.accounts.models import LogIn, Researcher
from esmpress.accounts.passkeys import WrongPasskey
from esmpress.console.account.asked_passkey import keep, site_of, take
from esmpress.console.account.finishing import finish
from esmpress.console.account.forms import CodeForm
from esmpress.console.account.guarding import guarded, wait_in_words
from esmpress.console.account.log_in import HALF_WAY

_SECONDS = 600
WRONG = (WrongCode, WrongPasskey)


@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a key of who has typed the right password a moment ago."""
    researcher = _half_way(request)
    if researcher is None:
        return redirect("admin:login")
    if request.method != "POST":
        return _page(request, researcher)
    try:
        with guarded(request, researcher.email, wrong=WRONG):
            factor = show_factor(request, researcher)
    except HasToWait as wait:
        return _page(request, researcher, problem=wait_in_words(wait, now=timezone.now()))
    except WRONG:
        said = _("This is not right. A code counts for half a minute, and only once.")
        return _page(request, researcher, problem=said)
    goes_to = request.session.pop(HALF_WAY)["goes_to"]
    return finish(request, researcher, factor, goes_to)


def show_factor(request: HttpRequest, researcher: Researcher) -> LogIn.Factor:
    """Which factor was posted; raises WrongCode or WrongPasskey."""
    now = timezone.now()
    if answer := request.POST.get("passkey", ""):
        state = take(request)
        passkeys.use_passkey(site_of(request), researcher, answer, state=state, now=now)
        return LogIn.Factor.PASSKEY
    return use_any_code(researcher, request.POST.get("code", ""), now=now)


def _half_way(request: HttpRequest) -> Researcher | None:
    """Who is between the two steps, if the password is still that one and it is not long ago."""
    kept = request.session.get(HALF_WAY)
    if kept is None or timezone.now().timestamp() - kept["at"] > _SECONDS:
        return None
    found = Researcher.objects.filter(pk=kept["researcher"], is_active=True).first()
    if found is None or not compare_digest(found.get_session_auth_hash(), kept["password"]):
        return None
    return found


def _page(request: HttpRequest, researcher: Researcher, *, problem: str = "") -> HttpResponse:
    options = ""
    if researcher.passkeys.exists():
        asked = passkeys.ask_for_one(site_of(request), researcher)
        keep(request, asked)
        options = asked.options
    values = admin.site.each_context(request) | {
        "title": _("Second step"),
        "form": CodeForm(),
        "options": options,
        "problem": problem,
    }
    return render(request, "console/account/second_step.html", values)

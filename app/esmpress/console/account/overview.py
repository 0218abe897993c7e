"""One's own account on one page: password, second factors, log-ins, and what happened with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts import logged_in
from esmpress.accounts.factors import has_factor
from esmpress.accounts.models import AuditEntry, Authenticator, Researcher
from esmpress.accounts.recovery_codes import FEW, codes_left
from esmpress.console.account.acts import NeedsToBeSure, act
from esmpress.console.account.needed import asked_in_words
from esmpress.console.account.pages import ask_first, current, page_of_account
from esmpress.console.confirming import acting_researcher

_TOLD = 20
_KINDS = (
    AuditEntry.Act.LOG_IN,
    AuditEntry.Act.LOG_OUT,
    AuditEntry.Act.FAIL,
    AuditEntry.Act.LOCK,
)


def account(request: HttpRequest) -> HttpResponse:
    """The page; a post removes or renames a factor, or ends a log-in."""
    if request.method != "POST":
        return render(request, "console/account/overview.html", _values(request))
    try:
        said = act(request)
    except NeedsToBeSure:
        return ask_first(reverse("admin:account"))
    messages.success(request, said)
    return redirect("admin:account")


def _values(request: HttpRequest) -> dict[str, Any]:
    researcher, now = acting_researcher(request), timezone.now()
    left, has_one = codes_left(researcher), has_factor(researcher)
    apps = Authenticator.objects.filter(researcher=researcher, confirmed_at__isnull=False)
    return page_of_account(request) | {
        "app": apps.first(),
        "passkeys": researcher.passkeys.all(),
        "codes_left": left,
        "few_codes": has_one and left <= FEW,
        "has_factor": has_one,
        "log_ins": logged_in.live(researcher, now=now),
        "here": current(request).pk,
        "history": _history(researcher),
        "asks": asked_in_words(request, now=now),
    }


def _history(researcher: Researcher) -> list[AuditEntry]:
    rows = AuditEntry.objects.filter(researcher=researcher.pk, act__in=_KINDS)
    return list(rows.order_by("-number")[:_TOLD])

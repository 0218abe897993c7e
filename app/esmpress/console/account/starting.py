"""What follows when somebody has their first second factor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from esmpress.accounts import logged_in
from esmpress.accounts.models import LogIn
from esmpress.accounts.recovery_codes import codes_left
from esmpress.console.account.pages import current
from esmpress.console.confirming import acting_researcher


def after_adding(request: HttpRequest, factor: LogIn.Factor) -> HttpResponse:
    """This browser has shown the factor; others, which have not, are logged out.

    Whoever has no recovery code left gets some.
    """
    researcher, here = acting_researcher(request), current(request)
    if not here.factor:
        logged_in.end(researcher, now=timezone.now(), keep=here.pk)
    logged_in.make_sure(here, now=timezone.now(), factor=factor)
    return redirect("admin:account" if codes_left(researcher) else "admin:account_recovery_codes")

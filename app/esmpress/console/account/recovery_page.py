"""The page on which recovery codes are made, and shown once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts.auditing import record
from esmpress.accounts.factors import has_factor
from esmpress.accounts.models import AuditEntry
from esmpress.accounts.recovery_codes import codes_left, make_codes
from esmpress.console.account.pages import page_of_account, sure_first
from esmpress.console.confirming import acting_researcher


@sure_first
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Say what they are for; a post makes ten, and its answer is the only page with them."""
    researcher = acting_researcher(request)
    if not has_factor(researcher):
        messages.info(request, _("Recovery codes need an authenticator app or a passkey first."))
        return redirect("admin:account")
    codes: list[str] = []
    if request.method == "POST":
        codes = make_codes(researcher)
        words = "recovery codes were made; those of before are gone"
        record(AuditEntry.Act.DO, now=timezone.now(), researcher_id=researcher.pk, words=words)
    values = page_of_account(request, _("Recovery codes")) | {
        "codes": codes,
        "left": codes_left(researcher),
    }
    return render(request, "console/account/recovery_codes.html", values)

"""The end of every log-in, whatever was shown."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from esmpress.accounts import logged_in
from esmpress.accounts.attempting import forget
from esmpress.accounts.auditing import record
from esmpress.accounts.models import AuditEntry, LogIn, Researcher
from esmpress.accounts.recovery_codes import codes_left
from esmpress.console.account.known_device import keys_of, remember
from esmpress.console.account.needed import asked_in_words, is_needed_now, is_shut_out

BACKEND = "django.contrib.auth.backends.ModelBackend"


def safe_next(request: HttpRequest, given: str) -> str:
    """Where somebody wanted to go, if that is here; else the first page."""
    is_here = url_has_allowed_host_and_scheme(
        given, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return given if is_here else resolve_url("admin:index")


def finish(
    request: HttpRequest, researcher: Researcher, factor: LogIn.Factor, goes_to: str
) -> HttpResponse:
    """Log in, and lead on; first to one's own account where something is missing there."""
    # By a known browser what others tried at the account stays counted.
    own_keys = [one for one in keys_of(request, researcher.email) if one.kind != "network"]
    forget(own_keys, now=timezone.now())
    login(request, researcher, backend=BACKEND)
    _note(request, factor)
    answer = redirect("admin:account" if _lacks_something(request, researcher) else goes_to)
    remember(request, answer, researcher)
    return answer


def _note(request: HttpRequest, factor: LogIn.Factor) -> None:
    made = LogIn.objects.get(pk=request.session[logged_in.KEPT_AS])
    logged_in.make_sure(made, now=timezone.now(), factor=factor)
    made.factor = factor
    vars(request)["log_in"] = made


def _lacks_something(request: HttpRequest, researcher: Researcher) -> bool:
    log_in: LogIn = vars(request)["log_in"]
    if log_in.factor == LogIn.Factor.RECOVERY_CODE:
        words = f"a recovery code was used; {codes_left(researcher)} are left"
        record(AuditEntry.Act.DO, now=timezone.now(), researcher_id=researcher.pk, words=words)
        said = _("You have used a recovery code. If your phone or key is lost, remove it here.")
        messages.warning(request, said)
        return True
    now = timezone.now()
    if is_needed_now(request, now=now) or is_shut_out(request):
        return True
    if said := asked_in_words(request, now=now):
        messages.info(request, said)
    return False

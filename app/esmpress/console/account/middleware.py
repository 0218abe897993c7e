"""Stands behind the session: one that was ended is over, and a second factor is asked for here."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts import logged_in
from esmpress.accounts.devices import network_of
from esmpress.accounts.log_ins import address_of, begin_log_in
from esmpress.accounts.models import Researcher
from esmpress.console.account.needed import is_needed_now
from esmpress.console.rights.asking import FactorWanted


class LogInMiddleware:
    """Puts the log-in to the request, and lets nobody past who has to set something up first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the rest of the chain."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The response; of the set-up, where that comes first."""
        if not request.path.startswith("/admin/") or not isinstance(request.user, Researcher):
            return self.get_response(request)
        if not _keep_log_in(request, request.user):
            request.session.flush()
            request.user = AnonymousUser()
            return self.get_response(request)
        if _is_closed(request) and is_needed_now(request, now=timezone.now()):
            return redirect("admin:account")
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Something asks for a factor that was not shown: on to where it is set up."""
        if not isinstance(exception, FactorWanted):
            return None
        said = _("This opens only with a second factor. Set one up here, then go on.")
        messages.warning(request, said)
        return redirect("admin:account")


def _keep_log_in(request: HttpRequest, researcher: Researcher) -> bool:
    """Whether the log-in goes on. A session of a release before gets its row now."""
    if logged_in.KEPT_AS not in request.session:
        begin_log_in(request, researcher)
    now = timezone.now()
    found = logged_in.find(request.session, researcher, now=now)
    if found is None:
        return False
    vars(request)["log_in"] = found
    logged_in.see(found, network=network_of(address_of(request)), now=now)
    return True


def _is_closed(request: HttpRequest) -> bool:
    """Whether a page is one of those that wait for the second factor."""
    open_pages = (reverse("admin:account"), reverse("admin:logout"), reverse("admin:login"))
    others = (reverse("admin:jsi18n"), reverse("admin:password_change"))
    language = (reverse("admin:accounts_researcher_language"),)
    return not request.path.startswith(open_pages + others + language)

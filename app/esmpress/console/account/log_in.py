"""The first step of a log-in: address and password."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from esmpress.accounts.factors import has_factor
from esmpress.accounts.models import LogIn, Researcher
from esmpress.console.account.finishing import finish, safe_next
from esmpress.console.account.forms import LogInForm

# What a session holds between the two steps.
HALF_WAY = "half_way"


@never_cache
@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponse:
    """The form; whoever has a second factor goes on to the second step, everybody else in."""
    goes_to = _goes_to(request)
    if request.method == "GET" and admin.site.has_permission(request):
        return redirect(goes_to)
    form = LogInForm(request, data=request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _page(request, form, goes_to)
    researcher = form.get_user()
    assert isinstance(researcher, Researcher)
    if not has_factor(researcher):
        return finish(request, researcher, LogIn.Factor.NONE, goes_to)
    request.session[HALF_WAY] = {
        "researcher": researcher.pk,
        "password": researcher.get_session_auth_hash(),
        "at": timezone.now().timestamp(),
        "goes_to": goes_to,
    }
    return redirect("admin:login_second")


def _page(request: HttpRequest, form: LogInForm, goes_to: str) -> HttpResponse:
    values: dict[str, Any] = admin.site.each_context(request) | {
        "title": _("Log in"),
        "form": form,
        "app_path": request.get_full_path(),
        "goes_to": goes_to,
    }
    return render(request, "console/account/log_in.html", values)


def _goes_to(request: HttpRequest) -> str:
    given = request.POST.get(REDIRECT_FIELD_NAME) or request.GET.get(REDIRECT_FIELD_NAME, "")
    return safe_next(request, given)

"""What all pages of one's own account share."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from esmpress.accounts import logged_in
from esmpress.accounts.models import LogIn
from esmpress.console.account.needed import log_in_of

View = Callable[[HttpRequest], HttpResponse]


def page_of_account(request: HttpRequest, name: str = "") -> dict[str, Any]:
    """The values of the template; `name` is that of a page below the account's own."""
    account = _("My account")
    return admin.site.each_context(request) | {
        "title": name or account,
        "page_name": name or account,
        "trail": [(account, reverse("admin:account"))] if name else [],
    }


def current(request: HttpRequest) -> LogIn:
    """The log-in of this browser, which the middleware has found."""
    found = log_in_of(request)
    assert found is not None
    return found


def is_sure(request: HttpRequest) -> bool:
    """Whether who sits there has shown a moment ago that it is them."""
    return logged_in.is_sure(current(request), now=timezone.now())


def ask_first(goes_to: str) -> HttpResponse:
    """Lead to the page that asks for the password or a factor again, and from there on."""
    return redirect(f"{reverse('admin:account_sure')}?{urlencode({'next': goes_to})}")


def sure_first(view: View) -> View:
    """A page for who has shown a moment ago that it is them."""

    @wraps(view)
    def asking(request: HttpRequest) -> HttpResponse:
        return view(request) if is_sure(request) else ask_first(request.path)

    return asking

"""The Admin as a site: Unfold's, with log-in in two steps and the pages of one's own account."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from unfold.sites import UnfoldAdminSite

from esmpress.console.account import (
    authenticator_page,
    log_in,
    log_in_by_passkey,
    log_in_second,
    overview,
    passkey_page,
    recovery_page,
    sure,
)
from esmpress.console.account.password_page import own_password
from esmpress.console.script_words import SCRIPT_WORDS
from esmpress.console.wall_clock import HIDDEN


class ConsoleSite(UnfoldAdminSite):
    """Every page of the Admin."""

    empty_value_display = HIDDEN

    def get_urls(self) -> list[URLPattern]:
        """The steps of a log-in are for everybody, one's own account for who is logged in."""
        return [*_log_in_pages(), *self._account_pages(), *super().get_urls()]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """With what scripts say."""
        context: dict[str, Any] = super().each_context(request)
        return context | {"script_words": SCRIPT_WORDS}

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Ask for address and password."""
        request.current_app = self.name
        return log_in.log_in(request)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> HttpResponseBase:
        """One's own password."""
        request.current_app = self.name
        return own_password(request, self.each_context(request) | (extra_context or {}))

    def _account_pages(self) -> list[URLPattern]:
        pages = {
            "account/": (overview.account, "account"),
            "account/authenticator/": (authenticator_page.authenticator, "account_authenticator"),
            "account/passkey/": (passkey_page.passkey, "account_passkey"),
            "account/recovery-codes/": (recovery_page.recovery_codes, "account_recovery_codes"),
            "account/sure/": (sure.sure, "account_sure"),
        }
        return [
            path(route, self.admin_view(never_cache(view)), name=name)
            for route, (view, name) in pages.items()
        ]


def _log_in_pages() -> list[URLPattern]:
    return [
        path("login/second/", never_cache(log_in_second.second_step), name="login_second"),
        path("login/passkey/", never_cache(log_in_by_passkey.by_passkey), name="login_passkey"),
    ]

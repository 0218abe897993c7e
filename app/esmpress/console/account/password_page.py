"""The page on which somebody changes their own password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.views import PasswordChangeView
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse, reverse_lazy
from django.utils import timezone

from esmpress.accounts import logged_in
from esmpress.accounts.factors import has_factor
from esmpress.console.account.forms import OwnPasswordForm
from esmpress.console.account.pages import ask_first, current, is_sure
from esmpress.console.confirming import acting_researcher


class OwnPasswordView(PasswordChangeView):
    """Django's page; with another password every other log-in ends."""

    form_class = OwnPasswordForm
    success_url = reverse_lazy("admin:password_change_done")

    def get_form_kwargs(self) -> dict[str, Any]:
        """With the request, by which guesses are counted."""
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form: Any) -> HttpResponse:
        """Keep the password, and this log-in alone."""
        answer = super().form_valid(form)
        keep = current(self.request).pk
        logged_in.end(acting_researcher(self.request), now=timezone.now(), keep=keep)
        return answer


def own_password(request: HttpRequest, values: dict[str, Any]) -> HttpResponseBase:
    """Ask for the old password and a new one; who has a second factor shows that first."""
    if has_factor(acting_researcher(request)) and not is_sure(request):
        return ask_first(reverse("admin:password_change"))
    return OwnPasswordView.as_view(extra_context=values)(request)

"""Where a researcher chooses the language of the Admin, in the menu under their name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from esmpress.accounts.models import AdminLanguage, Researcher
from esmpress.console.confirming import acting_researcher


class LanguageAdmin:
    """Adds the choice to an Admin of researchers; it is everybody's own."""

    admin_site: Any

    def get_urls(self) -> list[Any]:
        """The choice, before the address that stands for any researcher."""
        view = self.admin_site.admin_view(require_POST(choose_language))
        own = path("language/", view, name="accounts_researcher_language")
        return [own, *super().get_urls()]  # type: ignore[misc]


def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the choice, and go on where the researcher was; what is no choice changes nothing."""
    language = request.POST.get("language", "")
    if language in AdminLanguage.values:
        researcher = acting_researcher(request)
        Researcher.objects.filter(pk=researcher.pk).update(language=language)
    return redirect(_way_back(request))


def _way_back(request: HttpRequest) -> str:
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(
        asked, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return asked
    return reverse("admin:index")

"""Which language the Admin speaks to whom, and where that is chosen."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

from esmpress.accounts.models import AdminLanguage, Researcher


def language_for(request: HttpRequest) -> str:
    """The one the researcher chose, else the first of the browser's there is, else English."""
    user = request.user
    if isinstance(user, Researcher) and user.language:
        return user.language
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        language = code.partition("-")[0]
        if language in AdminLanguage.values:
            return language
    return AdminLanguage.ENGLISH


def choices_for_menu(_request: HttpRequest) -> list[dict[str, str]]:
    """The languages as the menu of the Admin's theme wants them."""
    return [dict(get_language_info(code)) for code in AdminLanguage.values]


def address_of_choice(_request: HttpRequest) -> str:
    """Where that menu posts to."""
    return reverse("admin:accounts_researcher_language")

"""The page of a test mail: GET asks, the button on it says once that the mail can be read."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from esmpress.delivery.models import PhoneCheck
from esmpress.delivery.preflight.devices import device_of
from esmpress.delivery.preflight.phone_checks import (
    PhoneCheckOver,
    UnknownPhoneCheck,
    find_phone_check,
    mark_opened,
    page_nonce,
)
from esmpress.languages.choosing import accepted_language

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
)


# Mail programs keep cookies apart or refuse them: what proves the page is a signed field in it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def phone_page(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, or what the button did; 404 for an unknown link."""
    try:
        check = find_phone_check(token)
    except UnknownPhoneCheck:
        return _page(request, "unknown", HTTPStatus.NOT_FOUND)
    now = timezone.now()
    if request.method == "POST":
        device, nonce = device_of(request.headers), request.POST.get("nonce", "")
        try:
            mark_opened(check, device=device, nonce=nonce, now=now)
        except PhoneCheckOver:
            return _page(request, "over", HTTPStatus.GONE, check)
        return _page(request, device.value, HTTPStatus.OK, check)
    if check.opened_at is not None or check.expires_at <= now:
        return _page(request, "over", HTTPStatus.GONE, check)
    return _page(request, "ask", HTTPStatus.OK, check)


def _page(
    request: HttpRequest, state: str, status: HTTPStatus, check: PhoneCheck | None = None
) -> HttpResponse:
    language = accepted_language(request.headers.get("Accept-Language", ""))
    words = language.mail_pages.test_mail
    values: dict[str, object] = {"state": state, "language": language, "words": words}
    values["text"] = getattr(words, state)
    if check is not None:
        titles = check.study.title
        values["study"] = titles.get(language.code) or next(iter(titles.values()), "")
        values["nonce"] = page_nonce(check)
    response = render(request, "preflight/phone.html", values, status=status)
    response["Content-Security-Policy"] = _CONTENT_POLICY
    # The address holds the token, and no other site is to learn it.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    response["Vary"] = "Accept-Language"
    return response

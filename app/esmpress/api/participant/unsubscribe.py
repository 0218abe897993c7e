"""The unsubscribe page of every message: GET asks, POST acts at once and without log-in."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from esmpress.participants.unsubscribing import (
    UnknownUnsubscribeLink,
    find_participant,
    mark_unsubscribed,
)

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
)


# Mail programs post here by themselves (RFC 8058), with no cookie that could be forged.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, or what the button did; 404 for an unknown link."""
    try:
        participant = find_participant(token)
    except UnknownUnsubscribeLink:
        return _page(request, {"state": "unknown", "language": "en"}, HTTPStatus.NOT_FOUND)
    if request.method == "POST":
        mark_unsubscribed(participant, now=timezone.now())
        participant.refresh_from_db()
    state = "ask" if participant.unsubscribed_at is None else "done"
    study = participant.study
    return _page(request, {"state": state, "language": participant.language, "study": study})


def _page(
    request: HttpRequest, values: dict[str, object], status: HTTPStatus = HTTPStatus.OK
) -> HttpResponse:
    response = render(request, "participant/unsubscribe.html", values, status=status)
    response["Content-Security-Policy"] = _CONTENT_POLICY
    # The form must come back with its origin, and the link goes to no other site.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response

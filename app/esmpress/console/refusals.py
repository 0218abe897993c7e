"""What the Admin says to who asks for something that is not theirs, or not any more."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from esmpress.lazy_texts import lazily

FORBIDDEN = (
    lazily(
        "Your role in this study does not go as far as this. Nothing was "
        "changed. The study's owners give roles; they stand on its page of "
        "members."
    ),
)
NOT_FOUND = (
    lazily(
        "There is nothing at this address: it was deleted, it belongs to a study "
        "you do not work in, or you do not work in it any more. If you sent a "
        "form, nothing of it was kept."
    ),
    lazily("Whoever owns the study can add you again."),
)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A member without the right, or somebody without a permission."""
    del request, exception
    return _page(HTTPStatus.FORBIDDEN, _("Not with your role"), FORBIDDEN)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Nothing there, or nothing for who asks: the page does not tell which."""
    del request, exception
    return _page(HTTPStatus.NOT_FOUND, _("Nothing here for you"), NOT_FOUND)


def _page(status: HTTPStatus, title: str, sentences: tuple[str, ...]) -> HttpResponse:
    page = render_to_string("console/refused.html", {"title": title, "sentences": sentences})
    return HttpResponse(page, status=status)

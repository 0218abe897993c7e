"""The pages that links in messages lead to beside the questionnaire: plain, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from esmpress.studies.models import Study

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_LANGUAGES = ("en", "pl")
_UNKNOWN = (
    "No participant belongs to this link.",
    "Ten link nie należy do żadnego uczestnika badania.",
)


@dataclass(frozen=True)
class Button:
    """What a press posts as `act`, and how much it stands out."""

    act: str
    label: str
    kind: str = "plain"


@dataclass(frozen=True)
class MailPage:
    """A title, sentences and buttons, in the language of the participant."""

    title: str
    sentences: Sequence[str] = ()
    buttons: Sequence[Button] = ()
    # A way back that does nothing.
    back: str = ""


def spoken(language: str) -> str:
    """The language itself if pages are written in it, else English."""
    return language if language in _LANGUAGES else "en"


def mail_page(request: HttpRequest, page: MailPage, *, language: str, study: Study) -> HttpResponse:
    """The page, with the study's title above and its contact below."""
    title = study.title.get(language) or next(iter(study.title.values()), "")
    values = {"page": page, "language": spoken(language), "study": study, "study_title": title}
    return _answer(request, values, HTTPStatus.OK)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """What a link shows that belongs to nobody."""
    page = MailPage("Unknown link / Nieznany link", _UNKNOWN)
    return _answer(request, {"page": page, "language": "en"}, HTTPStatus.NOT_FOUND)


def _answer(request: HttpRequest, values: Mapping[str, object], status: HTTPStatus) -> HttpResponse:
    response = render(request, "participant/mail_page.html", dict(values), status=status)
    response["Content-Security-Policy"] = _CONTENT_POLICY
    # The form must come back with its origin, and the link goes to no other site.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response

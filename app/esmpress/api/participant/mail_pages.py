"""The pages that links in messages lead to beside the questionnaire: plain, and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from esmpress.languages.choosing import accepted_language, language_of
from esmpress.languages.words import PageText
from esmpress.studies.models import Study

_CONTENT_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True)
class Button:
    """What a press posts as `act`, and how much it stands out."""

    act: str
    label: str
    kind: str = "plain"


@dataclass(frozen=True)
class MailPage:
    """What a page says, and its buttons, in the language of the participant."""

    text: PageText
    buttons: Sequence[Button] = ()
    # A way back that does nothing.
    back: str = ""


def mail_page(request: HttpRequest, page: MailPage, *, language: str, study: Study) -> HttpResponse:
    """The page, with the study's title above and its contact below."""
    title = study.title.get(language) or next(iter(study.title.values()), "")
    values = {"page": page, "study": study, "study_title": title}
    return _answer(request, values | {"language": language_of(language)}, HTTPStatus.OK)


def unknown_page(request: HttpRequest) -> HttpResponse:
    """What a link shows that belongs to nobody, in the language of the browser."""
    language = accepted_language(request.headers.get("Accept-Language", ""))
    values = {"page": MailPage(language.mail_pages.unknown), "language": language}
    response = _answer(request, values, HTTPStatus.NOT_FOUND)
    response["Vary"] = "Accept-Language"
    return response


def _answer(request: HttpRequest, values: Mapping[str, object], status: HTTPStatus) -> HttpResponse:
    response = render(request, "participant/mail_page.html", dict(values), status=status)
    response["Content-Security-Policy"] = _CONTENT_POLICY
    # The form must come back with its origin, and the link goes to no other site.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response

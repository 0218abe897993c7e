"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from datetime import UTC
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from pydantic import BaseModel
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from esmpress.api.refusals import FieldCode, Refused
from esmpress.joining.refusals import (
    JoiningClosed,
    JoiningFull,
    JoinLinkExpired,
    JoinRefused,
    NotEligible,
)
from esmpress.participants.join_links import UnknownJoinLink
from esmpress.participants.portal_links import PortalLinkExpired, UnknownPortalLink
from esmpress.prompts.events import EventsUsedUp, NotAskedNow, NotYet
from esmpress.prompts.lifecycle import (
    ClosedReason,
    PromptAnswered,
    PromptClosed,
    PromptNotOpened,
)
from esmpress.prompts.links import UnknownLink
from esmpress.prompts.models import Prompt
from esmpress.prompts.stopping import AlreadyStopped, NotPaused
from esmpress.prompts.versions import NothingPublished, OtherVersion
from esmpress.questionnaires.answer_errors import AnswerError, ErrorCode, InvalidAnswers
from esmpress.responses.photos import PhotoTooLarge
from esmpress.responses.pictures import NotAPicture
from esmpress.studies.joining import UnknownStudy
from esmpress.withdrawal import AlreadyWithdrawn

CONTENT_TYPE = "application/problem+json"
# Addresses that programs ask for; people ask for the others.
_FOR_PROGRAMS = ("/api/", "/healthz/", "/webhooks/")


class ItemProblem(BaseModel):
    """What is wrong with the answer to one item, or with one field of a form."""

    item: str
    code: ErrorCode | FieldCode
    detail: str


class Problem(BaseModel):
    """A problem document."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[ItemProblem] = []
    # Why a prompt is closed.
    reason: ClosedReason | None = None


def item_problems(errors: Iterable[AnswerError]) -> list[ItemProblem]:
    """The errors as the API tells them."""
    return [ItemProblem(item=e.item, code=e.code, detail=e.detail) for e in errors]


def problems(*statuses: HTTPStatus) -> dict[tuple[int, str], type[Problem]]:
    """The problem documents of a view, for openapi.yaml."""
    return {(int(status), CONTENT_TYPE): Problem for status in statuses}


_KNOWN: dict[type[Exception], tuple[HTTPStatus, str, str, str]] = {
    UnknownLink: (
        HTTPStatus.NOT_FOUND,
        "/problems/unknown-link",
        "Unknown link",
        "No questionnaire belongs to this link.",
    ),
    UnknownStudy: (
        HTTPStatus.NOT_FOUND,
        "/problems/unknown-study",
        "Unknown study",
        "There is no such study that people can join by themselves.",
    ),
    UnknownJoinLink: (
        HTTPStatus.NOT_FOUND,
        "/problems/unknown-link",
        "Unknown link",
        "Nobody asked to join with this link, or too long ago.",
    ),
    JoinLinkExpired: (
        HTTPStatus.GONE,
        "/problems/link-expired",
        "Link expired",
        "This link was good for two days; whoever wants to join can ask again.",
    ),
    JoiningClosed: (
        HTTPStatus.GONE,
        "/problems/joining-closed",
        "Closed",
        "Nobody can join this study now.",
    ),
    JoiningFull: (
        HTTPStatus.CONFLICT,
        "/problems/study-full",
        "Full",
        "As many take part in this study as can.",
    ),
    NotEligible: (
        HTTPStatus.FORBIDDEN,
        "/problems/not-eligible",
        "Not eligible",
        "Somebody with these answers cannot join. Nothing was stored.",
    ),
    # Erased while somebody was at it.
    Prompt.DoesNotExist: (
        HTTPStatus.NOT_FOUND,
        "/problems/unknown-link",
        "Unknown link",
        "No questionnaire belongs to this link.",
    ),
    UnknownPortalLink: (
        HTTPStatus.NOT_FOUND,
        "/problems/unknown-link",
        "Unknown link",
        "No participant belongs to this link.",
    ),
    PortalLinkExpired: (
        HTTPStatus.GONE,
        "/problems/link-expired",
        "Link expired",
        "This link was good for two weeks; a new one can be sent.",
    ),
    AlreadyStopped: (
        HTTPStatus.CONFLICT,
        "/problems/already-stopped",
        "Already stopped",
        "The participation or the study has ended; nothing was changed.",
    ),
    NotPaused: (
        HTTPStatus.CONFLICT,
        "/problems/not-paused",
        "Not paused",
        "There is no pause to end.",
    ),
    AlreadyWithdrawn: (
        HTTPStatus.CONFLICT,
        "/problems/already-withdrawn",
        "Already withdrawn",
        "The participant has withdrawn as far as that; nothing was changed.",
    ),
    PromptClosed: (
        HTTPStatus.GONE,
        "/problems/closed",
        "Closed",
        "The time to answer this questionnaire is over.",
    ),
    PromptAnswered: (
        HTTPStatus.CONFLICT,
        "/problems/already-answered",
        "Already answered",
        "This questionnaire was answered before.",
    ),
    PromptNotOpened: (
        HTTPStatus.CONFLICT,
        "/problems/not-opened",
        "Not opened",
        "This questionnaire has to be opened first.",
    ),
    OtherVersion: (
        HTTPStatus.CONFLICT,
        "/problems/other-version",
        "Another version",
        "This questionnaire has another version to answer. Nothing was stored.",
    ),
    RequestDataTooBig: (
        HTTPStatus.BAD_REQUEST,
        "/problems/malformed",
        "Bad Request",
        f"The body is larger than {settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 2**20} MB.",
    ),
    PhotoTooLarge: (
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "/problems/too-large",
        "Too large",
        "The photo is larger than this item allows.",
    ),
    NotAPicture: (
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
        "/problems/not-a-photo",
        "Not a photo",
        "The file is no JPEG, PNG or WebP picture, is damaged, or has too many pixels.",
    ),
    NotAskedNow: (
        HTTPStatus.GONE,
        "/problems/closed",
        "Closed",
        "No event can be reported with this link now.",
    ),
    NothingPublished: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "/problems/nothing-published",
        "Nothing to show",
        "The questionnaire has no published version.",
    ),
}


def problem_for(error: Exception) -> Problem | None:
    """The problem document of an expected error; None for a fault of ours."""
    if isinstance(error, InvalidAnswers):
        return Problem(
            type="/problems/answers-invalid",
            title="Some answers do not fit",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            detail="Nothing was stored. Each error names its item.",
            errors=item_problems(error.errors),
        )
    if isinstance(error, Refused | JoinRefused):
        return Problem(
            type="/problems/refused",
            title="Some fields do not fit",
            status=HTTPStatus.UNPROCESSABLE_ENTITY,
            detail="Nothing was changed. Each error names its field.",
            errors=[ItemProblem(item=e.item, code=e.code, detail=e.detail) for e in error.errors],
        )
    if isinstance(error, exceptions.APIException):
        status = HTTPStatus(error.status_code)
        return Problem(
            type="/problems/malformed" if status == HTTPStatus.BAD_REQUEST else "about:blank",
            title=status.phrase,
            status=status,
            detail=str(error.detail),
        )
    if isinstance(error, NotYet):
        return _not_yet(error)
    for kind, (status, address, title, detail) in _KNOWN.items():
        if isinstance(error, kind):
            reason = error.reason if isinstance(error, PromptClosed) else None
            return Problem(type=address, title=title, status=status, detail=detail, reason=reason)
    return None


def _not_yet(error: NotYet) -> Problem:
    kind, why = "cooling-down", "The last report is too recent."
    if isinstance(error, EventsUsedUp):
        kind, why = "used-up", "As many events were reported as a day can have."
    until = f"{error.until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Problem(
        type=f"/problems/{kind}",
        title="Not yet",
        status=HTTPStatus.CONFLICT,
        detail=f"{why} The next can be reported from {until} on.",
    )


def problem_response(error: Exception, _context: dict[str, Any]) -> Response | None:
    """REST framework's exception handler."""
    problem = problem_for(error)
    if problem is None:
        return None
    set_rollback()
    return Response(
        _body(problem), status=problem.status, headers=_headers(error), content_type=CONTENT_TYPE
    )


def _headers(error: Exception) -> dict[str, str]:
    """What a refusal says beside its document: who may ask, or when again."""
    headers = {}
    if asks_for := getattr(error, "auth_header", None):
        headers["WWW-Authenticate"] = asks_for
    if wait := getattr(error, "wait", None):
        headers["Retry-After"] = str(math.ceil(wait))
    return headers


def server_error(request: HttpRequest) -> HttpResponse:
    """What a fault of ours looks like from outside; the log has the rest."""
    return _plain(request, HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong on our side.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that does not exist, or shows nothing to who asks."""
    del exception
    return _plain(request, HTTPStatus.NOT_FOUND, "There is nothing at this address.")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request Django itself refuses, such as one that is too large."""
    del exception
    return _plain(request, HTTPStatus.BAD_REQUEST, "The request cannot be read.")


def _plain(request: HttpRequest, status: HTTPStatus, detail: str) -> HttpResponse:
    """A problem document for a program, a small page for a person."""
    if not request.path.startswith(_FOR_PROGRAMS):
        page = render_to_string("lost.html", {"title": status.phrase, "detail": detail})
        return HttpResponse(page, status=status)
    problem = Problem(type="about:blank", title=status.phrase, status=status, detail=detail)
    return JsonResponse(_body(problem), status=status, content_type=CONTENT_TYPE)


def _body(problem: Problem) -> dict[str, Any]:
    return problem.model_dump(mode="json", exclude_defaults=True)

"""What a browser posts when something in the participant's page broke and nobody caught it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from pydantic import BaseModel, Field, ValidationError

from esmpress.delivery.signs_of_life import admit_page_error
from esmpress.sentry.page_errors import report_page_error

LIMIT_BYTES = 2048


class PageError(BaseModel):
    """One error: its kind, what the browser said, where in our scripts."""

    name: Annotated[str, Field(max_length=60)]
    message: Annotated[str, Field(max_length=200)]
    places: Annotated[list[Annotated[str, Field(max_length=120)]], Field(max_length=6)]


# Posted without cookies and by nobody who is logged in: there is nothing to forge.
@csrf_exempt
@never_cache
@require_POST
def page_error(request: HttpRequest) -> HttpResponse:
    """204 whether it was taken or was one too many in this minute; 413 and 400 for what is none."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LIMIT_BYTES:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        told = PageError.model_validate_json(request.body)
    except ValidationError:
        return HttpResponse(status=HTTPStatus.BAD_REQUEST)
    if admit_page_error(now=timezone.now()):
        report_page_error(kind=told.name, message=told.message, places=told.places)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)

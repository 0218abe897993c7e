"""Receives SendGrid's signed events: verified, kept, answered; a sweep applies them."""

from __future__ import annotations

from http import HTTPStatus

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from esmpress.delivery.events.reading import MalformedBatch, read_events
from esmpress.delivery.events.storing import store
from esmpress.delivery.events.verifying import RefusedEvents, verify
from esmpress.delivery.signs_of_life import count_refusal

# Thousands of events: more than SendGrid was ever seen to post at once, and no more than Django
# reads (DATA_UPLOAD_MAX_MEMORY_SIZE).
MAX_BYTES = 2 * 1024 * 1024
_HEADER = "X-Twilio-Email-Event-Webhook-"

log = structlog.get_logger(__name__)


# The signature is the proof; a provider has no cookie that could be forged.
@csrf_exempt
@never_cache
@require_POST
def sendgrid_events(request: HttpRequest) -> HttpResponse:
    """204 for what is kept; the other answers tell a stranger nothing but their number."""
    if not settings.SENDGRID_WEBHOOK_PUBLIC_KEYS:
        return _refuse("not_configured", HTTPStatus.NOT_FOUND)
    if _length(request) > MAX_BYTES:
        return _refuse("too_large", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    now, body = timezone.now(), request.body
    try:
        verify(
            body,
            signature=request.headers.get(f"{_HEADER}Signature", ""),
            timestamp=request.headers.get(f"{_HEADER}Timestamp", ""),
            now=now,
        )
        events, unreadable = read_events(body)
    except RefusedEvents as error:
        return _refuse(error.reason, HTTPStatus.FORBIDDEN)
    except MalformedBatch:
        return _refuse("malformed", HTTPStatus.BAD_REQUEST)
    if unreadable:
        log.warning("events_unreadable", count=unreadable)
    new = store(events, now=now)
    log.info("events_received", count=len(events), new=new)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _length(request: HttpRequest) -> int:
    """Bytes the body is said to have; Django reads no more of it than that."""
    given = request.headers.get("Content-Length") or "0"
    return int(given) if given.isdecimal() else 0


def _refuse(reason: str, status: HTTPStatus) -> HttpResponse:
    log.warning("events_refused", reason=reason)
    count_refusal(reason)
    return HttpResponse(status=status)

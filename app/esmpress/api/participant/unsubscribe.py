"""The unsubscribe page of every message: GET asks, POST acts at once and without log-in."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from esmpress.api.participant.mail_pages import mail_page, unknown_page
from esmpress.api.participant.unsubscribe_pages import (
    AGAIN,
    LEAVE,
    LEAVE_NOW,
    STOP,
    unsubscribe_page,
)
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import (
    UnknownUnsubscribeLink,
    find_participant,
    mark_subscribed,
    mark_unsubscribed,
)
from esmpress.withdrawal import AlreadyWithdrawn, Level, withdraw


# Mail programs post here by themselves (RFC 8058), with no cookie that could be forged.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button, or what the button did; 404 for an unknown link."""
    try:
        participant = find_participant(token)
    except UnknownUnsubscribeLink:
        return unknown_page(request)
    # Without a button of the page it is a mail program, which means one thing only.
    act = request.POST.get("act", STOP) if request.method == "POST" else ""
    if act not in ("", STOP, AGAIN, LEAVE, LEAVE_NOW):
        return HttpResponseBadRequest()
    state = _act(participant, act, now=timezone.now())
    page = unsubscribe_page(state, participant.language)
    return mail_page(request, page, language=participant.language, study=participant.study)


def _act(participant: Participant, act: str, *, now: datetime) -> str:
    """Do what a button asks for; the state to show."""
    if act == STOP:
        mark_unsubscribed(participant, now=now)
    elif act == LEAVE_NOW:
        mark_unsubscribed(participant, now=now)
        with suppress(AlreadyWithdrawn):
            withdraw(participant, Level.STOP, tells=False, now=now)
    participant.refresh_from_db(fields=["status", "unsubscribed_at"])
    if participant.status == Participant.Status.WITHDRAWN:
        return "left"
    if act == LEAVE:
        return "leaving"
    if act == AGAIN:
        mark_subscribed(participant, now=now)
        return "again"
    return "subscribed" if participant.unsubscribed_at is None else "stopped"

"""The page “remind me later” of a message: GET asks, POST has the participant reminded."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from esmpress.api.participant.mail_pages import Button, MailPage, mail_page, unknown_page
from esmpress.delivery.closing_times import closing_time
from esmpress.delivery.snoozing import CannotSnooze, snooze
from esmpress.languages.choosing import language_of
from esmpress.languages.words import PageText
from esmpress.participants.models import Participant
from esmpress.prompts.links import UnknownLink
from esmpress.prompts.models import Prompt
from esmpress.prompts.snooze_links import find_snoozable


# The link is all it takes, so there is no cookie that could be forged.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def later(request: HttpRequest, token: str) -> HttpResponse:
    """A page with one button, or what the button did; 404 for an unknown link."""
    try:
        prompt = find_snoozable(token)
    except UnknownLink:
        return unknown_page(request)
    now = timezone.now()
    state, reminder_at = _state_before(prompt, now=now), None
    if request.method == "POST" and state == "ask":
        state, reminder_at = _snooze(prompt, now=now)
    participant = prompt.participant
    page = _page(prompt, state, reminder_at, now=now)
    return mail_page(request, page, language=participant.language, study=participant.study)


def _snooze(prompt: Prompt, *, now: datetime) -> tuple[str, datetime | None]:
    try:
        return "done", snooze(prompt, now=now)
    except CannotSnooze as error:
        return error.reason, None


def _state_before(prompt: Prompt, *, now: datetime) -> str:
    """What there is to say before the button was pressed."""
    participant = prompt.participant
    if prompt.status == Prompt.Status.ANSWERED:
        return "answered"
    if not prompt.is_open(now=now) or prompt.open_until <= now:
        return "closed"
    if not participant.study.snooze_minutes:
        return "not_offered"
    if participant.status == Participant.Status.PAUSED:
        return "paused"
    return "ask" if participant.gets_mail else "no_mail"


def _page(prompt: Prompt, state: str, reminder_at: datetime | None, *, now: datetime) -> MailPage:
    language = language_of(prompt.participant.language)
    words, zone = language.mail_pages.later, ZoneInfo(prompt.time_zone)
    text: PageText = getattr(words, state)
    filled = text.filled(
        minutes=prompt.participant.study.snooze_minutes,
        closing_time=closing_time(
            prompt.open_until, sent_at=now, time_zone=prompt.time_zone, language=language.code
        ),
        reminder_time=f"{reminder_at.astimezone(zone):%H:%M}" if reminder_at else "",
    )
    buttons = (Button("later", words.button, "main"),) if state == "ask" else ()
    return MailPage(filled, buttons)

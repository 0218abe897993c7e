"""Composes messages: the template of a study, kind and language, and one recipient's values."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings

from esmpress.delivery.closing_times import closing_time
from esmpress.delivery.event_offers import EventOffer
from esmpress.delivery.messages.message import Message, Template
from esmpress.delivery.messages.places import (
    CLOSING_TIME,
    LATER,
    LINK,
    PORTAL,
    UNSUBSCRIBE,
    event_name,
    place,
)
from esmpress.delivery.messages.rendering import Source, render
from esmpress.delivery.messages.standard import standard_text
from esmpress.delivery.messages.study_mail import OwnText, StudyMail, in_language
from esmpress.delivery.models import MessageTemplate, Notification
from esmpress.delivery.outgoing import Outgoing
from esmpress.languages.choosing import language_of
from esmpress.participants.portal_links import portal_address
from esmpress.participants.unsubscribing import unsubscribe_link

Kind = MessageTemplate.Kind
_NOBODY = 0
# As long as a token, and nobody's.
_NOBODYS = "A-LINK-AS-AN-EXAMPLE-ONLY-000000"


def compose(
    row: Outgoing,
    study: StudyMail,
    *,
    link: str,
    events: Sequence[EventOffer] = (),
    later: str = "",
    now: datetime,
) -> Message:
    """The message of a row in the participant's language, as sent `now`.

    `later` is the link by which they can ask to be reminded again, empty where none is offered.
    """
    unsubscribe = unsubscribe_link(row.participant_id)
    substitutions = {
        LINK: link,
        UNSUBSCRIBE: unsubscribe,
        CLOSING_TIME: closing_time(
            row.open_until, sent_at=now, time_zone=row.time_zone, language=row.language
        ),
    }
    if later:
        substitutions[LATER] = later
    for n, event in enumerate(events):
        substitutions[place(event_name(n))] = event.link
    template = template_of(
        study,
        kind=kind_of(row.kind),
        language=row.language,
        events=tuple(in_language(event.title, row.language) for event in events),
        offers_later=bool(later),
    )
    if template.has_portal:
        substitutions[PORTAL] = portal_address(row.participant_id, row.portal_epoch, now=now)
    return Message(
        public_id=row.public_id,
        to=row.email,
        template=template,
        substitutions=substitutions,
        headers=_headers(row.public_id, unsubscribe),
        reply_to=study.contact_email,
        reply_name=study.reply_name,
    )


def kind_of(notification_kind: str) -> str:
    """Which text a message has: the invitation's own, all later ones the reminder's."""
    return Kind.INVITATION if notification_kind == Notification.INVITATION else Kind.REMINDER


def template_of(
    study: StudyMail,
    *,
    kind: str,
    language: str,
    events: tuple[str, ...] = (),
    offers_later: bool = False,
) -> Template:
    """The template of a study's messages; without an own text of the language the standard one."""
    key = (kind, language, events, offers_later)
    if key not in study.made:
        study.made[key] = _make_template(study, kind, language, events, offers_later)
    return study.made[key]


def _make_template(
    study: StudyMail, kind: str, language: str, events: tuple[str, ...], offers_later: bool
) -> Template:
    spoken = language_of(language).code
    return render(
        Source(
            language=spoken,
            text=text_of(study, kind=kind, language=spoken),
            study=study.title(language),
            contact_name=study.contact_name,
            contact_email=study.contact_email,
            color=study.color,
            events=events,
            offers_later=offers_later,
        )
    )


def text_of(study: StudyMail, *, kind: str, language: str) -> OwnText:
    """The study's own text, or the standard one."""
    return study.texts.get((kind, language)) or standard_text(kind, language)


def compose_sample(
    study: StudyMail, *, kind: str, language: str, to: str, events: Sequence[str] = (), closing: str
) -> Message:
    """A message like those participants get, with links that belong to nobody.

    `closing` is the closing time in words, `events` are the titles of what can be reported.
    """
    public_id = str(uuid.uuid4())
    sample = f"{settings.PUBLIC_URL}/s/{_NOBODYS}"
    later = f"{settings.PUBLIC_API_URL}/api/participant/later/{_NOBODYS}"
    unsubscribe = unsubscribe_link(_NOBODY)
    places = (place(event_name(n)) for n in range(len(events)))
    return Message(
        public_id=public_id,
        to=to,
        template=template_of(
            study,
            kind=kind,
            language=language,
            events=tuple(events),
            offers_later=study.snooze_minutes > 0,
        ),
        substitutions={
            LINK: sample,
            LATER: later,
            PORTAL: f"{settings.PUBLIC_URL}/me/{_NOBODYS}",
            UNSUBSCRIBE: unsubscribe,
            CLOSING_TIME: closing,
        }
        | dict.fromkeys(places, sample),
        headers=_headers(public_id, unsubscribe),
        reply_to=study.contact_email,
        reply_name=study.reply_name,
    )


def _headers(public_id: str, unsubscribe: str) -> dict[str, str]:
    return {
        "Message-ID": f"<{public_id}@{settings.MAIL_DOMAIN}>",
        "List-Unsubscribe": f"<{unsubscribe}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }

"""Composes notifications as e-mails: text and HTML, closing time, one-click unsubscribe."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.conf import settings
from django.template.loader import render_to_string

from esmpress.delivery.closing_times import closing_time
from esmpress.delivery.event_offers import EventOffer
from esmpress.delivery.models import Notification
from esmpress.participants.unsubscribing import unsubscribe_token

FALLBACK_LANGUAGE = "en"

LINK = "%link%"
UNSUBSCRIBE = "%unsubscribe%"
CLOSING_TIME = "%closing_time%"


@dataclass(frozen=True)
class Template:
    """What all recipients of one study, kind and language share, with places to fill."""

    subject: str
    text: str
    html: str


@dataclass(frozen=True)
class Message:
    """One e-mail, ready for any channel: a template and what stands in its places."""

    public_id: UUID
    to: str
    template: Template
    substitutions: dict[str, str]
    headers: dict[str, str]
    reply_to: str

    def filled(self, text: str) -> str:
        """A part of the template with this recipient's values in its places."""
        for place, value in self.substitutions.items():
            text = text.replace(place, value)
        return text


def compose(
    notification: Notification, *, link: str, events: Sequence[EventOffer] = (), now: datetime
) -> Message:
    """The message of a notification in the participant's language, as sent `now`."""
    prompt = notification.prompt
    participant = prompt.participant
    study = participant.study
    language = _written(participant.language)
    unsubscribe = (
        f"{settings.PUBLIC_API_URL}/api/participant/unsubscribe/{unsubscribe_token(participant.pk)}"
    )
    return Message(
        public_id=notification.public_id,
        to=participant.contact.email,
        template=_template(
            "invitation" if notification.kind == Notification.INVITATION else "reminder",
            language,
            _in_language(study.title, participant.language),
            (study.contact_name, study.contact_email),
            tuple(_in_language(event.title, participant.language) for event in events),
        ),
        substitutions={
            LINK: link,
            UNSUBSCRIBE: unsubscribe,
            CLOSING_TIME: closing_time(
                prompt.open_until, sent_at=now, time_zone=prompt.time_zone, language=language
            ),
        }
        | {_event_place(n): event.link for n, event in enumerate(events)},
        headers={
            "Message-ID": f"<{notification.public_id}@{settings.MAIL_DOMAIN}>",
            "List-Unsubscribe": f"<{unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        reply_to=study.contact_email,
    )


def _in_language(texts: dict[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()))


def _event_place(n: int) -> str:
    return f"%event_{n}%"


def _written(language: str) -> str:
    """The language itself when messages are written in it, else English."""
    known = {code for code, _ in settings.LANGUAGES}
    return language if language in known else FALLBACK_LANGUAGE


@lru_cache(maxsize=256)
def _template(
    kind: str, language: str, study: str, contact: tuple[str, str], events: tuple[str, ...]
) -> Template:
    texts = {
        "language": language,
        "study": study,
        "contact_name": contact[0],
        "contact_email": contact[1],
        "link": LINK,
        "unsubscribe": UNSUBSCRIBE,
        "closing_time": CLOSING_TIME,
        "events": [{"title": title, "link": _event_place(n)} for n, title in enumerate(events)],
    }
    name = f"delivery/{kind}.{language}"
    return Template(
        subject=" ".join(render_to_string(f"{name}.subject.txt", texts).split()),
        text=render_to_string(f"{name}.txt", texts),
        html=render_to_string(f"{name}.html", texts),
    )

"""Makes the mail of a letter, with the frame of the study's other messages."""

from __future__ import annotations

from datetime import date, datetime
from email.utils import parseaddr

from django.conf import settings

from esmpress.delivery.letters.consent_copy import consent_copy
from esmpress.delivery.letters.dates import in_words
from esmpress.delivery.letters.rendering import render_letter
from esmpress.delivery.messages import LINK, Message, StudyMail
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import Letter
from esmpress.delivery.service_mail import plain_message
from esmpress.languages import Language
from esmpress.languages.choosing import language_of
from esmpress.languages.words import LetterText
from esmpress.participants.join_links import join_link
from esmpress.participants.portal_links import portal_link

Kind = Letter.Kind


def compose(letter: Letter, study: StudyMail, *, to: str, now: datetime) -> Message:
    """The mail of a letter as sent `now`; participants' links are made now and stand in no row."""
    if letter.kind == Kind.ALERTS:
        return plain_message(str(letter.public_id), to=to, **letter.payload)
    language = language_of(letter.language)
    text = _text_of(letter, language)
    values = _values_of(letter, language)
    return Message(
        public_id=str(letter.public_id),
        to=to,
        template=render_letter(
            OwnText(_filled(text.subject, values), _filled("\n\n".join(text.body), values)),
            study=study,
            language=language,
            preview=_filled(text.preview, values),
            below=consent_copy(letter.participant, language) if letter.kind == Kind.WELCOME else (),
        ),
        substitutions={LINK: _link_of(letter, now=now)},
        headers={
            "Message-ID": f"<{letter.public_id}@{settings.MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
        reply_to=study.contact_email,
        reply_name=study.reply_name,
    )


def _text_of(letter: Letter, language: Language) -> LetterText:
    variant = letter.payload.get("variant")
    text: LetterText = getattr(
        language.letters, f"{letter.kind}_{variant}" if variant else letter.kind
    )
    return text


def _values_of(letter: Letter, language: Language) -> dict[str, str]:
    """What stands in single braces: all that the payload says, and whom our mails come from."""
    values: dict[str, str] = {"sender": parseaddr(settings.DEFAULT_FROM_EMAIL)[1], **letter.payload}
    if "starts" in values:
        day = date.fromisoformat(values["starts"])
        values["starts"] = in_words(day, language)
    return values


def _filled(text: str, values: dict[str, str]) -> str:
    """The text with the values; double braces stay, for they are placeholders."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def _link_of(letter: Letter, *, now: datetime) -> str:
    if letter.kind == Kind.JOIN_CONFIRM:
        assert letter.join_request is not None
        return join_link(letter.join_request)
    return portal_link(letter.participant_id, now=now) if letter.participant_id else ""

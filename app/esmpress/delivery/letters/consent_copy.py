"""A copy of what a participant agreed to, as paragraphs of plain text below a letter."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from esmpress.delivery.letters.dates import in_words
from esmpress.delivery.messages.study_mail import in_language
from esmpress.languages import Language
from esmpress.languages.words import ConsentCopyWords
from esmpress.participants.models import Consent, Participant
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.plain_text import plain


def consent_copy(participant: Participant | None, language: Language) -> tuple[str, ...]:
    """The paragraphs of the participant's latest consent, a heading first; none without one."""
    if participant is None:
        return ()
    consent = participant.consents.select_related("document").last()
    if consent is None:
        return ()
    document, read_in, words = consent.document, consent.language, language.letters.consent
    return (
        words.heading,
        _in_plain(in_language(document.title, read_in), Allowed.LABEL),
        words.version.format(
            number=document.number, date=in_words(_day_of(consent, participant), language)
        ),
        *_in_plain(in_language(document.text, read_in), Allowed.INTRODUCTION).split("\n\n"),
        *_choices(consent, words),
    )


def _choices(consent: Consent, words: ConsentCopyWords) -> list[str]:
    """What was agreed to and what refused, each with its words."""
    return [
        f"{words.agreed if consent.choices.get(purpose['name']) else words.refused}"
        f": {_in_plain(in_language(purpose['text'], consent.language), Allowed.HELP)}"
        for purpose in consent.document.purposes
    ]


def _day_of(consent: Consent, participant: Participant) -> date:
    return consent.given_at.astimezone(ZoneInfo(participant.time_zone)).date()


def _in_plain(text: str, allowed: Allowed) -> str:
    return plain(parse(text, allowed))

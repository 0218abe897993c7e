"""A copy of what a participant agreed to, as paragraphs of plain text below a letter."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from esmpress.delivery.letters.dates import in_words
from esmpress.delivery.letters.words import LetterWords
from esmpress.delivery.messages.study_mail import in_language
from esmpress.participants.models import Consent, Participant
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.plain_text import plain


def consent_copy(participant: Participant | None, words: LetterWords) -> tuple[str, ...]:
    """The paragraphs of the participant's latest consent, a heading first; none without one."""
    if participant is None:
        return ()
    consent = participant.consents.select_related("document").last()
    if consent is None:
        return ()
    document, language = consent.document, consent.language
    return (
        words.consent.heading,
        _in_plain(in_language(document.title, language), Allowed.LABEL),
        words.consent.version.format(
            number=document.number, date=in_words(_day_of(consent, participant), words, language)
        ),
        *_in_plain(in_language(document.text, language), Allowed.INTRODUCTION).split("\n\n"),
        *_choices(consent, words),
    )


def _choices(consent: Consent, words: LetterWords) -> list[str]:
    """What was agreed to and what refused, each with its words."""
    return [
        f"{words.consent.agreed if consent.choices.get(purpose['name']) else words.consent.refused}"
        f": {_in_plain(in_language(purpose['text'], consent.language), Allowed.HELP)}"
        for purpose in consent.document.purposes
    ]


def _day_of(consent: Consent, participant: Participant) -> date:
    return consent.given_at.astimezone(ZoneInfo(participant.time_zone)).date()


def _in_plain(text: str, allowed: Allowed) -> str:
    return plain(parse(text, allowed))

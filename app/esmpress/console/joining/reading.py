"""What people agree to as they read it, and what one of them has agreed to."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from esmpress.console.wall_clock import on_wall_clock
from esmpress.participants.models import Consent, Participant
from esmpress.questionnaires.rich_texts.allowed import Allowed
from esmpress.questionnaires.rich_texts.parsing import parse
from esmpress.questionnaires.rich_texts.plain_text import plain
from esmpress.studies.models import ConsentDocument


def read_document(document: ConsentDocument) -> list[dict[str, Any]]:
    """Its words in each language."""
    names = dict(settings.LANGUAGES)
    return [
        {
            "code": code,
            "language": names.get(code, code),
            "title": _words(document.title, code, Allowed.LABEL),
            "text": _words(document.text, code, Allowed.INTRODUCTION),
            "purposes": [
                {**purpose, "words": _words(purpose["text"], code, Allowed.HELP)}
                for purpose in document.purposes
            ],
        }
        for code in document.title
    ]


def consents_in_words(participant: Participant) -> str:
    """Each consent of a participant, the newest last."""
    zone = participant.study.time_zone
    return "\n".join(
        _("Version %(number)s, %(given)s: %(choices)s")
        % {
            "number": consent.document.number,
            "given": on_wall_clock(consent.given_at, zone),
            "choices": ", ".join(
                f"{name} {_('yes') if is_given else _('no')}"
                for name, is_given in _choices(consent)
            ),
        }
        for consent in participant.consents.select_related("document")
    )


def _choices(consent: Consent) -> list[tuple[str, bool]]:
    """The purposes in their order, each with what was said to it."""
    names = (purpose["name"] for purpose in consent.document.purposes)
    return [(name, bool(consent.choices.get(name))) for name in names]


def _words(texts: dict[str, str], code: str, allowed: Allowed) -> str:
    return plain(parse(texts.get(code, ""), allowed))

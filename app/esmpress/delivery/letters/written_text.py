"""What a researcher may write to participants, and the mail that it makes."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from esmpress.delivery.letters.rendering import render_letter
from esmpress.delivery.messages import UNSUBSCRIBE, Message, StudyMail
from esmpress.delivery.messages.checking import Faults, faults_of_words
from esmpress.delivery.messages.placeholders import PLACEHOLDERS
from esmpress.delivery.messages.places import PORTAL
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.languages.choosing import language_of
from esmpress.participants.unsubscribing import unsubscribe_link

# What a text that is about no questionnaire can stand in for.
ALLOWED = ("study", "contact_name", "contact_email", "portal", "unsubscribe")
MEANINGS = [(PLACEHOLDERS[name].braced, PLACEHOLDERS[name].meaning) for name in ALLOWED]
_NOBODY = 0
# As long as a token, and nobody's.
_NOBODYS = "A-LINK-AS-AN-EXAMPLE-ONLY-000000"


def faults_of_written(text: OwnText) -> Faults:
    """What is wrong with a text, by field: sentences that name the line."""
    return faults_of_words(text, allowed=ALLOWED)


def written_mail(
    text: OwnText,
    study: StudyMail,
    *,
    language: str,
    public_id: str,
    to: str,
    places: Mapping[str, str],
) -> Message:
    """The mail of a text in the frame of the study's messages; `places` are the recipient's."""
    return Message(
        public_id=public_id,
        to=to,
        template=render_letter(
            text, study=study, language=language_of(language), preview="", leaves=True
        ),
        substitutions=dict(places),
        headers={
            "Message-ID": f"<{public_id}@{settings.MAIL_DOMAIN}>",
            "List-Unsubscribe": f"<{places[UNSUBSCRIBE]}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        reply_to=study.contact_email,
        reply_name=study.reply_name,
    )


def sample_mail(text: OwnText, study: StudyMail, *, language: str, to: str) -> Message:
    """A mail as participants get it, with links that belong to nobody."""
    places: dict[str, Any] = {
        PORTAL: f"{settings.PUBLIC_URL}/me/{_NOBODYS}",
        UNSUBSCRIBE: unsubscribe_link(_NOBODY),
    }
    return written_mail(
        text, study, language=language, public_id=str(uuid.uuid4()), to=to, places=places
    )

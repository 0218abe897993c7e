"""The standard texts: what is sent in a language for which a study has written no own text."""

from __future__ import annotations

from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import MessageTemplate
from esmpress.languages.choosing import language_of


def standard_text(kind: str, language: str) -> OwnText:
    """The text of a kind of message, in English where there is no such language."""
    mail = language_of(language).mail
    text = mail.invitation if kind == MessageTemplate.Kind.INVITATION else mail.reminder
    return OwnText(text.subject, "\n\n".join(text.body))

"""A published version of a consent as people read it: its paragraphs, without the markup."""

from __future__ import annotations

from typing import Any

from django.conf import settings

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


def _words(texts: dict[str, str], code: str, allowed: Allowed) -> str:
    return plain(parse(texts.get(code, ""), allowed))

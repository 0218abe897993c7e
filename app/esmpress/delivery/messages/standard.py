"""The standard texts: what is sent in a language for which a study has written no own text."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from esmpress.delivery.messages.study_mail import OwnText

_FOLDER = Path(__file__).parent / "standard_texts"


@cache
def standard_text(kind: str, language: str) -> OwnText:
    """The text of a kind of message; its file holds the subject, an empty line, the body."""
    text = (_FOLDER / f"{kind}.{language}.md").read_text(encoding="utf-8")
    subject, _, body = text.partition("\n\n")
    return OwnText(subject.strip(), body.strip())

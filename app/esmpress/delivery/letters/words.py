"""The words of letters in each language."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

_FOLDER = Path(__file__).parent / "words"
_FALLBACK = "en"


class _Words(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class LetterText(_Words):
    """One letter; `preview` is what lists of mails show beside the subject."""

    subject: str
    preview: str
    body: tuple[str, ...]


class ConsentCopyWords(_Words):
    """The words around a copy of what somebody agreed to."""

    heading: str
    version: str
    agreed: str
    refused: str


class LetterWords(_Words):
    """All letters of one language."""

    date: str
    consent: ConsentCopyWords
    join_confirm: LetterText
    join_known: LetterText
    join_known_before: LetterText
    welcome: LetterText
    welcome_waiting: LetterText
    portal_link: LetterText
    withdrawn_stop: LetterText
    withdrawn_forget: LetterText
    withdrawn_exclude: LetterText
    withdrawn_erase: LetterText


@cache
def letter_words(language: str) -> LetterWords:
    """The words of a language, English where there are none."""
    path = _FOLDER / f"{language}.json"
    if not path.exists():
        path = _FOLDER / f"{_FALLBACK}.json"
    return LetterWords.model_validate_json(path.read_bytes())

"""How letters write a day."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.dateformat import format as format_date

from esmpress.delivery.letters.words import LetterWords


def in_words(day: date, words: LetterWords, language: str) -> str:
    """A date as it is written in a language: 12 January 2027."""
    with translation.override(language):
        month = format_date(day, "E")
    return words.date.format(day=day.day, month=month, year=day.year)

"""How letters write a day."""

from __future__ import annotations

from datetime import date

from esmpress.languages import Language


def in_words(day: date, language: Language) -> str:
    """A date as it is written in a language: 12 January 2027."""
    month = language.mail.closing_time.months[day.month - 1]
    return language.letters.date.format(day=day.day, month=month, year=day.year)

"""Numbers as the language of the reader writes them: 1,234.5 in English, 1 234,5 in Polish."""

from __future__ import annotations

from django.utils.formats import number_format


def grouped(number: int) -> str:
    """A whole number with its thousands apart."""
    return str(number_format(number, force_grouping=True))


def decimal(number: float, places: int) -> str:
    """A number rounded to so many places."""
    return str(number_format(f"{number:.{places}f}", places))


def percent(share: float, places: int = 0) -> str:
    """A share in per cent."""
    return f"{decimal(100 * share, places)}%"

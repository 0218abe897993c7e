"""Texts that are written down once and translated each time they are shown."""

from __future__ import annotations

from typing import SupportsIndex, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy


class LazyText(str):
    """English where a program looks at it, the reader's language where it is shown.

    Django's own proxies are no texts: what joins, stores or searches texts refuses them. This one
    is: comparing, hashing, joining and storing see the English it was written in; `str`, formats
    and templates see the translation.
    """

    __slots__ = ()

    def __str__(self) -> str:
        """In the language of who reads it."""
        return gettext(super().__str__())

    def __format__(self, how: str) -> str:
        """The same in an f-string."""
        return format(str(self), how)

    def __getitem__(self, place: SupportsIndex | slice) -> str:
        """A part of the translation: Django makes the first letter of a label large like this."""
        return str(self)[place]

    def __add__(self, other: str) -> str:
        """The translation, and what follows."""
        return str(self) + other

    def __mod__(self, values: object) -> str:
        """The translation with its values."""
        return str(self) % values

    def lower(self) -> str:
        """The translation in small letters."""
        return str(self).lower()

    def capitalize(self) -> str:
        """The translation as the beginning of a sentence."""
        return str(self).capitalize()


def lazily(text: str, **values: object) -> str:
    """The text in the language of who reads it; for tables and forms, which outlive a request.

    What stands in braces in it is a value.
    """
    return cast("str", format_lazy(gettext_lazy(text), **values)) if values else LazyText(text)

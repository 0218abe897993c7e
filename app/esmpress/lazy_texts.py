"""Texts that are written down once and translated each time they are shown."""

from __future__ import annotations

from typing import cast

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy


def lazily(text: str, **values: object) -> str:
    """The text in the language of who reads it; for tables and forms, which outlive a request.

    What stands in braces in it is a value.

    Django's proxies do what texts do, but for `join`: where they are joined, `str` comes first.
    """
    translated = gettext_lazy(text)
    return cast("str", format_lazy(translated, **values) if values else translated)

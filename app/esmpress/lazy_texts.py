"""Texts that are written down once and translated each time they are shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.utils.text import format_lazy
from django.utils.translation import gettext, gettext_lazy


class LazyText(str):
    """English where a program looks at it, the reader's language where it is shown.

    Django's own proxies are no texts: what stores or searches texts refuses them. This one is:
    comparing, hashing, finding and storing see the English it was written in; `str`, formats,
    templates and whatever makes another text of it see the translation. `join` alone sees English,
    for nothing of ours is asked then: give it `str(text)`.
    """

    __slots__ = ()

    def __str__(self) -> str:
        """In the language of who reads it."""
        return gettext(str.__str__(self))

    def __radd__(self, other: str) -> str:
        """What comes before, and the translation."""
        return other + str(self)


# All that makes another text of a text.
_MAKING = (
    *("__add__", "__format__", "__getitem__", "__mod__", "__mul__", "__rmul__"),
    *("capitalize", "casefold", "format", "format_map", "lower", "title", "translate", "upper"),
    *("partition", "removeprefix", "removesuffix", "replace", "rpartition", "rsplit", "split"),
    *("lstrip", "rstrip", "splitlines", "strip"),
)


def _translated(name: str) -> Callable[..., Any]:
    make = getattr(str, name)

    def made(text: LazyText, *given: Any, **named: Any) -> Any:
        return make(str(text), *given, **named)

    return made


for _name in _MAKING:
    setattr(LazyText, _name, _translated(_name))


def lazily(text: str, **values: object) -> str:
    """The text in the language of who reads it; for tables and forms, which outlive a request.

    What stands in braces in it is a value.
    """
    return cast("str", format_lazy(gettext_lazy(text), **values)) if values else LazyText(text)

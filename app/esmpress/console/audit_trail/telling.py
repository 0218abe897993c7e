"""History and audit trail in the reader's language; what is stored stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from django.utils import translation

from esmpress.accounts.models import AdminLanguage
from esmpress.console.audit_trail.sentences import SENTENCES, Sentence

_VALUE = re.compile(r"%\((\w+)\)s")
# One of each form that Polish has.
_NUMBERS = (1, 2, 5)


def in_readers_words(stored: str) -> str:
    """The sentence as the reader speaks, with its values; what is no sentence of ours as it is.

    Some were stored in the language of who acted: they are known in each language of the Admin.
    """
    for sentence, pattern in _patterns():
        if found := pattern.fullmatch(stored):
            return _told(sentence, found.groupdict())
    return stored


def _told(sentence: Sentence, values: dict[str, str]) -> str:
    count = int(values.get("count", "1")) if sentence.many else 1
    return _whole(sentence, _text(sentence, count)) % values


def _text(sentence: Sentence, count: int) -> str:
    """The text in the language that is spoken now."""
    if sentence.many:
        return translation.ngettext(sentence.one, sentence.many, count)
    return translation.gettext(sentence.one[:])


def _whole(sentence: Sentence, text: str) -> str:
    return f"{text[0].upper()}{text[1:]}." if sentence.follows_code else text


@cache
def _patterns() -> tuple[tuple[Sentence, re.Pattern[str]], ...]:
    """Each sentence in each language of the Admin, as a pattern with its values."""
    return tuple(
        (sentence, _pattern(_whole(sentence, text)))
        for sentence in SENTENCES
        for text in dict.fromkeys(_in_every_language(sentence))
    )


def _in_every_language(sentence: Sentence) -> Iterator[str]:
    for language in AdminLanguage.values:
        with translation.override(language):
            yield from (_text(sentence, number) for number in _NUMBERS)


def _pattern(text: str) -> re.Pattern[str]:
    """What fits the text; a count is digits alone."""
    parts = _VALUE.split(text)
    written = [_value(part) if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(written), re.DOTALL)


def _value(name: str) -> str:
    return rf"(?P<{name}>\d+)" if name == "count" else rf"(?P<{name}>.+)"

"""Each language says by mail what English says, with the same values in its places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from esmpress.languages import FALLBACK, LANGUAGES, Language

# Without the words that a placeholder can have behind its name.
PLACE = re.compile(r"(\{\{?\w*)(?:: [^{}]+)?\}?\}")


def texts_of(language: Language) -> dict[str, str]:
    """The texts of messages and their pages, by where they stand; paragraphs are one text."""
    part = language.model_dump(include={"mail", "mail_pages", "letters"})
    return dict(_texts(part, ""))


def _texts(part: Any, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(part, dict):
        for key, value in part.items():
            yield from _texts(value, f"{place}.{key}")
    else:
        yield place, part if isinstance(part, str) else "\n".join(part)


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_text_has_the_places_it_has_in_english(code: str) -> None:
    english = texts_of(FALLBACK)

    for place, text in texts_of(LANGUAGES[code]).items():
        assert set(PLACE.findall(text)) == set(PLACE.findall(english[place])), place


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_text_is_empty_or_has_loose_braces(code: str) -> None:
    for place, text in texts_of(LANGUAGES[code]).items():
        assert all(line.strip() for line in text.split("\n")), place
        assert not set("{}") & set(PLACE.sub("", text)), place


@pytest.mark.parametrize("code", LANGUAGES)
def test_days_and_months_have_names_of_their_own(code: str) -> None:
    words = LANGUAGES[code].mail.closing_time

    assert (len(set(words.weekdays)), len(set(words.months))) == (7, 12)

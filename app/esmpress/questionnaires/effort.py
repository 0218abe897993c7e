"""How long a questionnaire takes to fill in: an estimate, until a pilot has timed it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from esmpress.questionnaires.definition import Definition, Rotation
from esmpress.questionnaires.items import Computed, Item, Matrix, MultipleChoice, Ranking, Text
from esmpress.questionnaires.texts import PlacedText

# Silent reading: 238 words a minute (Brysbaert 2019, 10.1016/j.jml.2019.104047).
WORDS_PER_SECOND = 238 / 60
# From the mail to the page, and from the last answer to its thanks.
OPENING_SECONDS = 10.0
# Deciding and answering, once it is read: a tap, a drag, a few digits, a few words on a phone.
# They are assumptions, on the slow side; item timings of a pilot are better.
SECONDS = {
    "single_choice": 3.0,
    "likert": 3.0,
    "yes_no": 2.0,
    "image_choice": 4.0,
    "slider": 4.0,
    "affect_grid": 5.0,
    "number": 6.0,
    "date": 8.0,
    "time": 8.0,
    "duration": 8.0,
    "text": 15.0,
    "consent": 3.0,
    "photo": 25.0,
    "information": 0.0,
    "computed": 0.0,
}
PARAGRAPH_SECONDS = 40.0
# Of each option, row or place.
SECONDS_EACH = {"multiple_choice": 1.5, "matrix": 3.0, "ranking": 3.0}
# Not shown to anybody, or only after a mistake.
_UNREAD = re.compile(r"range_message$")


def estimate_seconds(definition: Definition) -> float:
    """The seconds it takes with every item answered, in the language that takes longest.

    Of a rotation the share that one prompt asks counts; conditions are taken to hold.
    """
    shares = _shares(definition)
    answering = sum(_answering_seconds(item) * shares[item.name] for item in definition.items)
    words = max(_words(definition, shares, code) for code in definition.languages)
    return OPENING_SECONDS + answering + words / WORDS_PER_SECOND


def seconds_by_item(definition: Definition) -> dict[str, float]:
    """The seconds of each item by its name, where it is asked: to read it and to answer it."""
    return {
        item.name: _answering_seconds(item)
        if isinstance(item, Computed)
        else _answering_seconds(item)
        + max((_read(item.placed_texts(), code) for code in item.text), default=0)
        / WORDS_PER_SECOND
        for item in definition.items
    }


def _answering_seconds(item: Item) -> float:
    match item:
        case Text(multiline=True):
            return PARAGRAPH_SECONDS
        case MultipleChoice():
            return SECONDS_EACH[item.kind] * len(item.options)
        case Matrix():
            return SECONDS_EACH[item.kind] * len(item.rows)
        case Ranking():
            return SECONDS_EACH[item.kind] * item.places
        case _:
            return SECONDS[item.kind]


def _shares(definition: Definition) -> dict[str, float]:
    """Of each item, at what share of the prompts it is asked."""
    members = [item.rotation for item in definition.items if item.rotation]
    rotations: dict[str, Rotation] = {one.name: one for one in definition.rotations}
    return {
        item.name: rotations[item.rotation].show / members.count(item.rotation)
        if item.rotation
        else 1.0
        for item in definition.items
    }


def _words(definition: Definition, shares: dict[str, float], language: str) -> float:
    opening = len((definition.introduction or {}).get(language, "").split())
    titles = sum(len((page.title or {}).get(language, "").split()) for page in definition.pages)
    asked = (item for item in definition.items if not isinstance(item, Computed))
    return opening + titles + sum(shares[i.name] * _read(i.placed_texts(), language) for i in asked)


def _read(texts: Iterable[PlacedText], language: str) -> int:
    shown = (text for text in texts if not _UNREAD.search(text.key))
    return sum(len(text.texts.get(language, "").split()) for text in shown)

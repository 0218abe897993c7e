"""How long a questionnaire takes to fill in: an estimate, until a pilot has timed it."""

from __future__ import annotations

from esmpress.questionnaires.definition import (
    Definition,
    Item,
    Number,
    SingleChoice,
    Slider,
    Text,
    Texts,
)

# Silent reading: 238 words a minute (Brysbaert 2019, 10.1016/j.jml.2019.104047).
WORDS_PER_SECOND = 238 / 60
# From the mail to the page, and from the last answer to its thanks.
OPENING_SECONDS = 10.0
# Deciding and answering, once it is read: a tap, a drag, a few digits, a few words on a phone.
# They are assumptions, on the slow side; item timings of a pilot are better.
CHOICE_SECONDS = 3.0
SLIDER_SECONDS = 4.0
NUMBER_SECONDS = 6.0
LINE_SECONDS = 15.0
PARAGRAPH_SECONDS = 40.0


def estimate_seconds(definition: Definition) -> float:
    """The seconds it takes with every item answered, in the language that takes longest."""
    answering = sum(_answering_seconds(item) for item in definition.items)
    words = max(_words(definition, code) for code in definition.languages)
    return OPENING_SECONDS + answering + words / WORDS_PER_SECOND


def _answering_seconds(item: Item) -> float:
    match item:
        case SingleChoice():
            return CHOICE_SECONDS
        case Slider():
            return SLIDER_SECONDS
        case Number():
            return NUMBER_SECONDS
        case Text(multiline=multiline):
            return PARAGRAPH_SECONDS if multiline else LINE_SECONDS


def _words(definition: Definition, language: str) -> int:
    texts = [definition.introduction]
    for item in definition.items:
        texts += [item.text, item.help, *_labels(item)]
    return sum(len(text.get(language, "").split()) for text in texts if text is not None)


def _labels(item: Item) -> list[Texts]:
    match item:
        case SingleChoice(options=options):
            return [option.label for option in options]
        case Slider():
            return [item.min_label, item.max_label]
        case _:
            return []

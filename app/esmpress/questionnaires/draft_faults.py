"""What is wrong with a draft, and where: a place for programs, a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext
from pydantic_core import ErrorDetails

from esmpress.lazy_texts import lazily
from esmpress.questionnaires.texts import PlacedText

_NAME = lazily(
    "use small letters, digits and underscores, beginning with a letter; at most 40 of them"
)


@dataclass(frozen=True)
class DraftFault:
    """One fault; `item`, `page` or `rotation` is the name of what it belongs to.

    `field` is that of the definition language, `labels.left` for a part of one; it is empty where
    the whole is meant. A fault that `can_wait` keeps nothing from being saved: only publishing
    waits for it.
    """

    sentence: str
    item: str | None = None
    page: str | None = None
    rotation: str | None = None
    field: str = ""
    can_wait: bool = False

    @property
    def in_full(self) -> str:
        """The sentence as it stands by itself."""
        return f"{self.sentence[:1].upper()}{ended(self.sentence)[1:]}"


def ended(sentence: str) -> str:
    """The sentence with its full stop, unless it is a question."""
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def field_of(placed: PlacedText) -> str:
    """The field of the item or page a text is, as a fault names it."""
    steps = placed.key.split(".")
    if placed.item is None and placed.page is None:
        return steps[0]
    return ".".join(steps[2:4]) if steps[2] == "labels" else steps[2]


def field_at(location: tuple[int | str, ...]) -> str:
    """The field a fault of the definition language is about; `location` begins in its owner."""
    steps = [str(step) for step in location]
    return ".".join(steps[:2]) if steps[:1] == ["labels"] else "".join(steps[:1])


def in_words(fault: ErrorDetails) -> str:
    """A fault of the definition language as the rest of a sentence, with the place in a list."""
    sentence = _words(fault)
    # The kind of an item comes before its field.
    places = [step for step in fault["loc"] if isinstance(step, int)]
    return (
        gettext("entry %(value)s: %(sentence)s") % {"value": places[-1] + 1, "sentence": sentence}
        if places
        else sentence
    )


def _words(fault: ErrorDetails) -> str:
    limits = fault.get("ctx", {})
    match fault["type"]:
        case "missing":
            return gettext("this is needed")
        case "too_short":
            return gettext("at least %(limits)s are needed") % {"limits": limits["min_length"]}
        case "too_long":
            return gettext("at most %(limits)s are possible") % {"limits": limits["max_length"]}
        case "string_too_long":
            return gettext("at most %(limits)s characters are possible") % {
                "limits": limits["max_length"]
            }
        case "string_too_short":
            return gettext("this is empty")
        case "string_pattern_mismatch":
            return str(_NAME)
        case "greater_than_equal":
            return gettext("it must be at least %(limits)s") % {"limits": f"{limits['ge']:g}"}
        case "less_than_equal":
            return gettext("it must be at most %(limits)s") % {"limits": f"{limits['le']:g}"}
        case "greater_than":
            return gettext("it must be above %(limits)s") % {"limits": f"{limits['gt']:g}"}
        case "literal_error":
            return gettext("choose %(limits)s") % {"limits": limits["expected"]}
        case "value_error":
            return _own_words(fault["msg"])
    return fault["msg"]


def _own_words(message: str) -> str:
    """A sentence of ours without the place it begins with."""
    own = message.removeprefix("Value error, ")
    place, _, rest = own.partition(": ")
    return rest if place.startswith("item ") and rest else own

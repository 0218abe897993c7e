"""The type, the values with their labels, and the range of a column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Consent,
    Date,
    Duration,
    ImageChoice,
    Item,
    Likert,
    Matrix,
    MultipleChoice,
    Number,
    Photo,
    Ranking,
    SingleChoice,
    Slider,
    Text,
    Time,
    YesNo,
)
from esmpress.questionnaires.plain_words import PlainWords


@dataclass(frozen=True)
class Described:
    """What stands in a column; values are `1 = Alone; 2 = With others`."""

    type: str
    values: str = ""
    range: str = ""


def described(item: Item, part: str, words: PlainWords) -> Described:
    """What stands in the column of an item, or of one of its parts."""
    match item:
        case SingleChoice() | ImageChoice() | Likert() | Matrix():
            labels = [(one.value, words.of(one.label)) for one in item.options]
            return Described("integer", _listed(labels))
        case MultipleChoice():
            return Described("integer", "0 = not chosen; 1 = chosen")
        case Ranking():
            return Described("integer", "1 = first", f"1 to {item.places}")
        case YesNo():
            yes, no = words.of(item.yes_label) or "yes", words.of(item.no_label) or "no"
            return Described("integer", _listed([(0, no), (1, yes)]))
        case Consent():
            return Described("integer", "1 = ticked")
        case AffectGrid() | Slider() | Number() | Duration():
            return _of_scale(item, part, words)
        case Computed():
            return Described("")
        case _:
            return _of_other_kind(item)


def _of_scale(
    item: AffectGrid | Slider | Number | Duration, part: str, words: PlainWords
) -> Described:
    match item:
        case AffectGrid():
            sides = item.labels
            low, high = (
                (sides.left, sides.right) if part == "valence" else (sides.bottom, sides.top)
            )
            ends = _listed([(-item.reach, words.of(low)), (item.reach, words.of(high))])
            return Described("integer", ends, f"{-item.reach} to {item.reach}")
        case Slider():
            start, end = words.of(item.min_label), words.of(item.max_label)
            ends = _listed([(item.min, start), (item.max, end)])
            return Described(_number_type(item.min, item.step), ends, _range(item))
        case Number():
            is_whole = item.decimals == 0
            return Described("integer" if is_whole else "number", "", _range(item))
        case Duration():
            span = f"{item.min_minutes} to {item.max_minutes} minutes, in steps of "
            return Described("integer", "", f"{span}{item.step_minutes}")


def _of_other_kind(item: Item) -> Described:
    match item:
        case Text():
            return Described("text", "", f"at most {item.max_length} characters")
        case Date():
            limits = [
                f"{word} {day}"
                for word, day in (("from", item.earliest), ("to", item.latest))
                if day
            ]
            return Described("date", "YYYY-MM-DD", " ".join(limits))
        case Time():
            return Described("time", "HH:MM, 24 hours", f"in steps of {item.step_minutes} minutes")
        case Photo():
            return Described("text", "the photo’s id")
    raise TypeError(f"{item.kind} fills no column")


def _range(item: Slider | Number) -> str:
    limits = [
        "" if item.min is None else f"from {_digits(item.min)}",
        "" if item.max is None else f"to {_digits(item.max)}",
        "" if item.step is None else f"in steps of {_digits(item.step)}",
    ]
    return " ".join(one for one in limits if one)


def _number_type(start: float, step: float) -> str:
    return "integer" if float(start).is_integer() and float(step).is_integer() else "number"


def _listed(labels: Sequence[tuple[float, str]]) -> str:
    pairs = (f"{_digits(value)} = {label}" if label else _digits(value) for value, label in labels)
    return "; ".join(pairs)


def _digits(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value)

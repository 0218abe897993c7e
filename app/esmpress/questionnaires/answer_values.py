"""Checks one answer against its item. Pure: no Django, no database."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Any
from uuid import UUID

from esmpress.questionnaires.answer_errors import Answer, Refused, digits
from esmpress.questionnaires.items import (
    AffectGrid,
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
from esmpress.questionnaires.items.moments import is_day
from esmpress.questionnaires.names import SIDES

DECLINED = {"missing": "declined"}
_TIME = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])")
_MANY_PARTS = 100


def check_value(item: Item, given: object) -> Answer:
    """The answer in the form it is kept in; raises Refused with what is wrong.

    For an item that is asked: `information` and `computed` take no answer.
    """
    if given == DECLINED:
        if not item.can_decline:
            raise Refused("not_declinable", "This item has no “prefer not to say”.")
        return DECLINED
    check: Callable[[Any, object], Answer] = _CHECKS[type(item)]
    return check(item, given)


def is_blank(given: object) -> bool:
    """Whether nothing was answered: no value, blank text, nothing chosen, no row."""
    return given is None or given in ([], {}) or (isinstance(given, str) and not given.strip())


def _check_choice(item: SingleChoice | ImageChoice | Likert, given: object) -> Answer:
    return _option(given, [option.value for option in item.options])


def _check_many(item: MultipleChoice, given: object) -> Answer:
    values = [option.value for option in item.options]
    chosen = _distinct(given, values)
    alone = {option.value for option in item.options if option.exclusive}
    if len(chosen) > 1 and alone.intersection(chosen):
        raise Refused("too_many", "One of the options can only be chosen alone.")
    if item.max_chosen is not None and len(chosen) > item.max_chosen:
        raise Refused("too_many", f"At most {item.max_chosen} can be chosen.")
    if item.min_chosen is not None and len(chosen) < item.min_chosen and not alone & chosen:
        raise Refused("too_few", f"At least {item.min_chosen} must be chosen.")
    return [value for value in values if value in chosen]


def _check_ranking(item: Ranking, given: object) -> Answer:
    _distinct(given, [option.value for option in item.options])
    assert isinstance(given, list)
    if len(given) < item.places:
        raise Refused("too_few", f"{item.places} must be put in order.")
    if len(given) > item.places:
        raise Refused("too_many", f"Only {item.places} are put in order.")
    return list(given)


def _check_matrix(item: Matrix, given: object) -> Answer:
    rows = _parts(given, [row.name for row in item.rows])
    values = [option.value for option in item.options]
    if item.required and len(rows) < len(item.rows):
        raise Refused("too_few", "Each row needs an answer.")
    return {row.name: _option(rows[row.name], values) for row in item.rows if row.name in rows}


def _check_grid(item: AffectGrid, given: object) -> Answer:
    sides = _parts(given, SIDES)
    if len(sides) < len(SIDES):
        raise Refused("wrong_type", "The answer must have valence and arousal.")
    reach = item.reach
    for side in SIDES:
        if not _is_whole(sides[side]):
            raise Refused("wrong_type", "Valence and arousal must be whole numbers.")
        if not -reach <= sides[side] <= reach:
            raise Refused("out_of_range", f"Both must lie from -{reach} to {reach}.")
    return {side: int(sides[side]) for side in SIDES}


def _check_slider(item: Slider, given: object) -> Answer:
    number = _number(given)
    if not (item.min <= number <= item.max and item.reaches(number)):
        limits = f"from {digits(item.min)} to {digits(item.max)}"
        steps = f"in steps of {digits(item.step)}"
        raise Refused("out_of_range", f"The answer must lie {limits} {steps}.")
    return _shortest(number)


def _check_number(item: Number, given: object) -> Answer:
    number = _number(given)
    if round(Decimal(str(number)), item.decimals) != Decimal(str(number)):
        raise Refused("wrong_type", _decimals(item))
    is_below = item.min is not None and number < item.min
    if is_below or (item.max is not None and number > item.max):
        raise Refused("out_of_range", f"The answer must lie {_range(item.min, item.max)}.")
    if not item.reaches(number):
        raise Refused("out_of_range", f"The answer must lie in steps of {digits(item.step)}.")
    return _shortest(number)


def _check_duration(item: Duration, given: object) -> Answer:
    minutes = _number(given)
    if not _is_whole(minutes):
        raise Refused("wrong_type", "The answer must be a whole number of minutes.")
    low, high, step = item.min_minutes, item.max_minutes, item.step_minutes
    if not low <= minutes <= high or (minutes - low) % step:
        detail = f"The answer must lie from {low} to {high} minutes in steps of {step}."
        raise Refused("out_of_range", detail)
    return int(minutes)


def _check_text(item: Text, given: object) -> Answer:
    if not isinstance(given, str) or not _can_be_stored(given):
        raise Refused("wrong_type", "The answer must be text.")
    if len(given) > item.max_length:
        detail = f"The answer may have {item.max_length} characters; it has {len(given)}."
        raise Refused("too_long", detail)
    return given


def _check_date(item: Date, given: object) -> Answer:
    if not isinstance(given, str) or not is_day(given):
        raise Refused("wrong_type", "The answer must be a day like 2027-01-31.")
    if (item.earliest and given < item.earliest) or (item.latest and given > item.latest):
        detail = f"The day must lie {_range(item.earliest, item.latest)}."
        raise Refused("out_of_range", detail)
    return given


def _check_time(item: Time, given: object) -> Answer:
    found = _TIME.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        raise Refused("wrong_type", "The answer must be a time like 07:30.")
    if int(found[2]) % item.step_minutes:
        detail = f"The time must lie in steps of {item.step_minutes} minutes."
        raise Refused("out_of_range", detail)
    return found[0]


def _check_yes_no(_item: YesNo, given: object) -> Answer:
    if not isinstance(given, bool):
        raise Refused("wrong_type", "The answer must be yes or no.")
    return given


def _check_consent(_item: Consent, given: object) -> Answer:
    if given is not True:
        raise Refused("wrong_type", "The box is ticked or there is no answer.")
    return True


def _check_photo(_item: Photo, given: object) -> Answer:
    try:
        photo = UUID(given) if isinstance(given, str) else None
    except ValueError:
        photo = None
    if photo is None or str(photo) != given:
        raise Refused("wrong_type", "The answer must be the id of a photo that was sent.")
    return str(photo)


_CHECKS: dict[type, Callable[[Any, object], Answer]] = {
    SingleChoice: _check_choice,
    MultipleChoice: _check_many,
    Likert: _check_choice,
    Matrix: _check_matrix,
    Slider: _check_slider,
    AffectGrid: _check_grid,
    Number: _check_number,
    Text: _check_text,
    Date: _check_date,
    Time: _check_time,
    Duration: _check_duration,
    Ranking: _check_ranking,
    YesNo: _check_yes_no,
    ImageChoice: _check_choice,
    Consent: _check_consent,
    Photo: _check_photo,
}


def _option(given: object, values: Collection[int]) -> int:
    if not isinstance(given, int) or isinstance(given, bool):
        raise Refused("wrong_type", "The answer must be the number of an option.")
    if given not in values:
        raise Refused("not_an_option", "There is no such option.")
    return given


def _distinct(given: object, values: Collection[int]) -> set[int]:
    """A list of options, none of them twice."""
    if not isinstance(given, list):
        raise Refused("wrong_type", "The answer must be a list of options.")
    if len(given) > len(values):
        raise Refused("too_many", "There are not so many options.")
    chosen = {_option(value, values) for value in given}
    if len(chosen) < len(given):
        raise Refused("wrong_type", "An option is there twice.")
    return chosen


def _parts(given: object, names: Collection[str]) -> dict[str, Any]:
    """An answer that has parts, each of them known."""
    if not isinstance(given, dict) or len(given) > _MANY_PARTS:
        raise Refused("wrong_type", "The answer must have a value for each part.")
    if unknown := [name for name in given if name not in names]:
        raise Refused("wrong_type", f"There is no part {printable(str(unknown[0]))}.")
    return given


def _number(given: object) -> float:
    """A finite number; JSON's true and false are none, and NaN fails the comparison."""
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not isinstance(given, int | float) or not is_number or not abs(given) < 1e15:
        raise Refused("wrong_type", "The answer must be a number.")
    return given


def _is_whole(value: object) -> bool:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return is_number and abs(value) < 1e15 and value == int(value)  # type: ignore[arg-type,call-overload]


def _decimals(item: Number) -> str:
    if item.decimals == 0:
        return "The answer must be a whole number."
    places = "one digit" if item.decimals == 1 else f"{item.decimals} digits"
    return f"The answer may have {places} after the point."


def _range(low: float | str | None, high: float | str | None) -> str:
    ends = [one if isinstance(one, str) or one is None else digits(one) for one in (low, high)]
    if ends[0] is None:
        return f"at or below {ends[1]}" if not isinstance(high, str) else f"on or before {high}"
    if ends[1] is None:
        return f"at or above {ends[0]}" if not isinstance(low, str) else f"on or after {low}"
    return f"from {ends[0]} to {ends[1]}"


def _shortest(given: float) -> int | float:
    """The number, whole ones as int, so that 7 and 7.0 are stored as one."""
    return int(given) if given == int(given) else given


def _can_be_stored(text: str) -> bool:
    """Whether PostgreSQL takes the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)


def printable(name: str, most: int = 40) -> str:
    """A name somebody sent, short and without halves of surrogate pairs: it is sent back."""
    return name[:most].encode(errors="replace").decode()

"""What answers are worth in an expression, and how numbers are rounded and shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal

from esmpress.questionnaires.logic.tree import LARGEST
from esmpress.questionnaires.logic.words import MOST_DECIMALS

# Numbers are doubles within ±LARGEST and never -0; the members of a set or ranking are numbers.
Value = float | bool | str | tuple[float, ...]

# Wide enough for every number to be rounded by its exact binary value.
_EXACT = Context(prec=40)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")


def within_bounds(number: float) -> float | None:
    """Return `number` as a double that is not -0, or None if it is beyond what numbers can be."""
    return float(number) + 0.0 if -LARGEST <= number <= LARGEST else None


def _number_of(answer: object) -> float | None:
    if not isinstance(answer, int | float) or isinstance(answer, bool):
        return None
    return within_bounds(answer)


def is_declined(answer: object) -> bool:
    """Whether the participant preferred not to say."""
    return isinstance(answer, Mapping) and answer.get("missing") == "declined"


def value_of(answer: object) -> Value | None:
    """Return what a stored answer is worth, or None for what is no value.

    Earlier versions of a questionnaire may have stored another kind of answer under a name.
    """
    if isinstance(answer, bool | str):
        return answer
    if isinstance(answer, list | tuple):
        numbers = [number for member in answer if (number := _number_of(member)) is not None]
        return tuple(numbers) if len(numbers) == len(answer) else None
    return _number_of(answer)


def is_equal(left: Value, right: Value) -> bool:
    """Whether two values of one type are the same; sets are, whatever their order."""
    if isinstance(left, tuple) and isinstance(right, tuple):
        return set(left) == set(right)
    return left == right


def can_be_ordered(left: Value, right: Value) -> bool:
    """Whether one of two values comes before the other: numbers, dates or times of day."""
    if isinstance(left, str) and isinstance(right, str):
        return any(form.fullmatch(left) and form.fullmatch(right) for form in (_DATE, _TIME))
    return type(left) is float and type(right) is float


def rounded(number: float, decimals: int) -> float:
    """Return `number` rounded half away from zero, by its exact binary value."""
    return float(_quantized(number, decimals)) + 0.0


def shown(value: Value | None) -> str:
    """Return how a text shows a value: at most six decimals, never an exponent; "" if missing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(map(shown, value))
    digits = format(_quantized(value, MOST_DECIMALS), "f").rstrip("0").rstrip(".")
    return "0" if digits == "-0" else digits


def _quantized(number: float, decimals: int) -> Decimal:
    unit = Decimal(1).scaleb(-decimals)
    return Decimal(number).quantize(unit, rounding=ROUND_HALF_UP, context=_EXACT)

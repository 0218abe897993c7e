"""Checks the answers given to a questionnaire. Pure: no Django, no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from esmpress.questionnaires.definition import Definition, Item, Number, SingleChoice, Slider, Text

Answer = int | float | str
MAX_NAME = 40
ErrorCode = Literal[
    "required", "wrong_type", "out_of_range", "not_an_option", "too_long", "unknown_item"
]


@dataclass(frozen=True)
class AnswerError:
    """What is wrong with the answer to one item: a code for programs, a sentence for people."""

    item: str
    code: ErrorCode
    detail: str


class InvalidAnswers(Exception):
    """Some answers do not fit their items; `errors` names each."""

    def __init__(self, errors: list[AnswerError]) -> None:
        """Keep the errors, in the order of the items."""
        super().__init__("; ".join(f"{error.item}: {error.detail}" for error in errors))
        self.errors = errors


def check_answers(definition: Definition, answers: Mapping[str, object]) -> dict[str, Answer]:
    """The answers, typed and in the order of the items; items left out stay out.

    Raises InvalidAnswers naming every item whose answer is missing or does not fit.
    """
    checked: dict[str, Answer] = {}
    errors: list[AnswerError] = []
    for item in definition.items:
        given = answers.get(item.name)
        if given is None or (isinstance(given, str) and not given.strip()):
            if item.required:
                errors.append(AnswerError(item.name, "required", "An answer is needed."))
            continue
        result = _check(item, given)
        if isinstance(result, AnswerError):
            errors.append(result)
        else:
            checked[item.name] = result
    known = {item.name for item in definition.items}
    errors += [
        AnswerError(_printable(name), "unknown_item", "The questionnaire has no such item.")
        for name in answers
        if name not in known
    ]
    if errors:
        raise InvalidAnswers(errors)
    return checked


def _check(item: Item, given: object) -> Answer | AnswerError:
    match item:
        case SingleChoice():
            return _check_choice(item, given)
        case Slider():
            return _check_slider(item, given)
        case Number():
            return _check_number(item, given)
        case Text():
            return _check_text(item, given)


def _is_number(given: object) -> bool:
    """Whether `given` is a finite number; JSON's true and false are not numbers."""
    return (
        isinstance(given, int | float) and not isinstance(given, bool) and abs(given) < 1e15
    )  # NaN and infinities fail the comparison


def _check_choice(item: SingleChoice, given: object) -> Answer | AnswerError:
    if not isinstance(given, int) or isinstance(given, bool):
        return AnswerError(item.name, "wrong_type", "The answer must be the number of an option.")
    if given not in {option.value for option in item.options}:
        return AnswerError(item.name, "not_an_option", "There is no such option.")
    return given


def _check_slider(item: Slider, given: object) -> Answer | AnswerError:
    if not isinstance(given, int | float) or not _is_number(given):
        return AnswerError(item.name, "wrong_type", "The answer must be a number.")
    if not (item.min <= given <= item.max and item.reaches(given)):
        steps = f"in steps of {_digits(item.step)}"
        detail = f"The answer must lie from {_digits(item.min)} to {_digits(item.max)} {steps}."
        return AnswerError(item.name, "out_of_range", detail)
    return _shortest(given)


def _check_number(item: Number, given: object) -> Answer | AnswerError:
    if not isinstance(given, int | float) or not _is_number(given):
        return AnswerError(item.name, "wrong_type", "The answer must be a number.")
    if round(Decimal(str(given)), item.decimals) != Decimal(str(given)):
        return AnswerError(item.name, "wrong_type", _decimals(item))
    if (item.min is not None and given < item.min) or (item.max is not None and given > item.max):
        return AnswerError(item.name, "out_of_range", f"The answer must lie {_range(item)}.")
    return _shortest(given)


def _decimals(item: Number) -> str:
    if item.decimals == 0:
        return "The answer must be a whole number."
    digits = "one digit" if item.decimals == 1 else f"{item.decimals} digits"
    return f"The answer may have {digits} after the point."


def _range(item: Number) -> str:
    if item.min is None:
        return f"at or below {_digits(item.max)}"
    if item.max is None:
        return f"at or above {_digits(item.min)}"
    return f"from {_digits(item.min)} to {_digits(item.max)}"


def _digits(limit: float | None) -> str:
    """The limit as people write it: 0.5, 100, 1500000."""
    return f"{Decimal(str(limit)).normalize():f}"


def _shortest(given: float) -> int | float:
    """The number, whole ones as int, so that 7 and 7.0 are stored as one."""
    return int(given) if given == int(given) else given


def _check_text(item: Text, given: object) -> Answer | AnswerError:
    if not isinstance(given, str) or not _can_be_stored(given):
        return AnswerError(item.name, "wrong_type", "The answer must be text.")
    if len(given) > item.max_length:
        detail = f"The answer may have {item.max_length} characters; it has {len(given)}."
        return AnswerError(item.name, "too_long", detail)
    return given


def _printable(name: str) -> str:
    """A name somebody sent, short and without halves of surrogate pairs: it is sent back."""
    return name[:MAX_NAME].encode(errors="replace").decode()


def _can_be_stored(text: str) -> bool:
    """Whether PostgreSQL takes the text: no NUL, no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= sign <= "\udfff" for sign in text)

"""What can be wrong with an answer, and the forms answers have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

# One value, or one by each part: rows of a matrix, sides of an affect grid, a missing code.
Answer = bool | int | float | str | list[int] | dict[str, int] | dict[str, str]

ErrorCode = Literal[
    "required",
    "wrong_type",
    "out_of_range",
    "not_an_option",
    "too_long",
    "too_few",
    "too_many",
    "not_declinable",
    "not_shown",
    "computed",
    "unknown_item",
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


class Refused(Exception):
    """A value does not fit its item."""

    def __init__(self, code: ErrorCode, detail: str) -> None:
        """Keep the code for programs and the sentence for people."""
        super().__init__(detail)
        self.code = code
        self.detail = detail


def digits(limit: float | None) -> str:
    """A limit as people write it: 0.5, 100, 1500000."""
    return f"{Decimal(str(limit)).normalize():f}"

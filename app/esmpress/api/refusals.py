"""What a participant typed beside answers, and why it was refused: field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

FieldCode = Literal[
    "unknown",
    "malformed",
    "needed",
    "no_room",
    "past",
    "too_far",
    "not_an_address",
    "required",
    "other_version",
]


@dataclass(frozen=True)
class FieldError:
    """One field, by the name it has in the body, and what is wrong with it."""

    item: str
    code: FieldCode
    detail: str


class Refused(Exception):
    """Some fields do not fit, and nothing was done; `errors` names each."""

    def __init__(self, errors: Iterable[FieldError]) -> None:
        """Keep the errors."""
        self.errors = tuple(errors)
        super().__init__(", ".join(error.item for error in self.errors))

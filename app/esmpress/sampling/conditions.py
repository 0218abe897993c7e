"""Conditions: which answers to an item trigger a follow-up."""

import math
import operator
from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Discriminator,
    Field,
    PlainValidator,
    StrictBool,
    StrictStr,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from esmpress.sampling.malformed import BRANCH, field_error
from esmpress.sampling.wall_times import Frozen

MAX_VALUES = 100

Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in"]


def _form_of_value(value: object) -> str | None:
    forms: dict[type, str] = {bool: "truth", int: "number", float: "number", str: "text"}
    if isinstance(value, list | tuple):
        return f"{BRANCH}list"
    form = forms.get(type(value))
    return form and BRANCH + form


def _check_number(value: float) -> float:
    if isinstance(value, float) and not math.isfinite(value):
        raise PydanticCustomError("finite_number", "write a number")
    return value


# Whole or not, and kept as it was written.
Number = Annotated[float, PlainValidator(_check_number), WithJsonSchema({"type": "number"})]
_Scalar = (
    Annotated[StrictBool, Tag(f"{BRANCH}truth")]
    | Annotated[Number, Tag(f"{BRANCH}number")]
    | Annotated[StrictStr, Tag(f"{BRANCH}text")]
)
_FORM = Discriminator(
    _form_of_value,
    custom_error_type="value",
    custom_error_message="write a number, a text, true or false, or for in a list of them",
)
Values = Annotated[
    tuple[Annotated[_Scalar, _FORM], ...], Field(min_length=1, max_length=MAX_VALUES)
]
Value = Annotated[_Scalar | Annotated[Values, Tag(f"{BRANCH}list")], _FORM]

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Condition(Frozen):
    """The answer to an item, compared with a value."""

    item: Annotated[str, Field(strict=True, min_length=1, max_length=200)] = Field(
        description="The name of the item in the questionnaire of the schedule it follows."
    )
    operator: Operator = Field(description="How the answer is compared; in: it is one of a list.")
    value: Value = Field(description="What the answer is compared with; for in, a list.")

    def holds(self, answer: object) -> bool:
        """Return whether an answer satisfies the condition; no answer never does.

        Of several options chosen, one has to satisfy it; for != each.
        """
        given = list(answer) if isinstance(answer, list | tuple) else [answer]
        chosen = [entry for entry in given if entry is not None]
        if self.operator == "!=":
            return bool(chosen) and all(self._compare(entry) for entry in chosen)
        return any(self._compare(entry) for entry in chosen)

    def _compare(self, entry: object) -> bool:
        if self.operator == "in":
            assert isinstance(self.value, tuple)
            return any(_equal(entry, value) for value in self.value)
        if self.operator in ("==", "!="):
            return _equal(entry, self.value) == (self.operator == "==")
        return _is_number(entry) and _COMPARE[self.operator](entry, self.value)

    @model_validator(mode="after")
    def _check_value(self) -> Self:
        if isinstance(self.value, tuple) != (self.operator == "in"):
            raise field_error("value", "write a list for in, and one value for the other operators")
        if self.operator in _COMPARE and not _is_number(self.value):
            raise field_error("value", f"write a number to compare with {self.operator}")
        return self


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _equal(answer: object, value: object) -> bool:
    # In Python True equals 1; on a questionnaire they are different answers.
    return isinstance(answer, bool) == isinstance(value, bool) and answer == value

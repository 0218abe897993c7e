"""Schemes: how the moments of a schedule are drawn, read from the JSON a schedule stores."""

import json
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.random_in_blocks import RandomInBlocks

Scheme = Annotated[FixedTimes | RandomInBlocks, Field(discriminator="kind")]

_ADAPTER: TypeAdapter[FixedTimes | RandomInBlocks] = TypeAdapter(Scheme)
_KINDS = ("fixed", "random_in_blocks")
# Branches of a union, which Pydantic reports as if they were fields.
_BRANCHES = {*_KINDS, "number", "list"}
_REASONS = {
    "missing": "this field is missing",
    "extra_forbidden": "a scheme of this kind has no such field",
    "int_type": "write a whole number",
    "greater_than_equal": "write at least {ge}",
    "less_than_equal": "write at most {le}",
    "literal_error": "write {expected}",
    "too_short": "list at least {min_length}",
    "too_long": "list at most {max_length}",
    "tuple_type": "write a list",
    "model_type": "write an object with named fields",
    "model_attributes_type": "write an object with named fields",
    "union_tag_invalid": "write " + " or ".join(_KINDS),
    "union_tag_not_found": "this field is missing; write " + " or ".join(_KINDS),
}


class MalformedScheme(ValueError):
    """A scheme that cannot be read: the field to change, and one sentence that names it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def parse_scheme(data: object) -> FixedTimes | RandomInBlocks:
    """Return the scheme that decoded JSON describes; raise MalformedScheme for its first fault."""
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        raise _explain(error.errors(include_url=False)[0]) from None


def _explain(problem: ErrorDetails) -> MalformedScheme:
    context = problem.get("ctx", {})
    path = [step for step in problem["loc"] if step not in _BRANCHES]
    if not path:
        path = [context.get("field", "kind")]
    reason = _REASONS.get(problem["type"], problem["msg"]).format_map(context)
    place = ", ".join(f"entry {step + 1}" if isinstance(step, int) else step for step in path)
    return MalformedScheme(str(path[0]), f"{place}: {reason}{_quote(problem)}.")


def _quote(problem: ErrorDetails) -> str:
    given = problem["input"]
    is_scalar = given is None or isinstance(given, bool | int | float | str)
    return f" (not {json.dumps(given)})" if is_scalar else ""

"""What is wrong with a scheme or a design, in one sentence that names the field to change."""

import json
from collections.abc import Sequence

from pydantic_core import ErrorDetails, PydanticCustomError

# A branch of a union, which Pydantic reports as if it were a field, begins with this.
BRANCH = "="
LONGEST_QUOTE = 60
_REASONS = {
    "missing": "this field is missing",
    "extra_forbidden": "there is no such field",
    "int_type": "write a whole number",
    "bool_type": "write true or false",
    "string_type": "write a text",
    "string_too_short": "write a text that is not empty",
    "string_too_long": "write at most {max_length} characters",
    "finite_number": "write a number",
    "greater_than_equal": "write at least {ge}",
    "less_than_equal": "write at most {le}",
    "literal_error": "write {expected}",
    "too_short": "list at least {min_length}",
    "too_long": "list at most {max_length}",
    "tuple_type": "write a list",
    "model_type": "write an object with named fields",
    "model_attributes_type": "write an object with named fields",
    "union_tag_not_found": "this field is missing",
}


class MalformedScheme(ValueError):
    """A scheme or design that cannot be read: the field to change, and one sentence about it."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


def field_error(field: str, reason: str, *, within: str = "") -> PydanticCustomError:
    """Return the error by which a check that looks at several fields names the one to change."""
    context = {"field": field, "reason": reason, "within": within}
    return PydanticCustomError("scheme", "{reason}", context)


def name_schedule(name: str) -> str:
    """Return how sentences call a schedule of a study."""
    return f"schedule “{_shorten(' '.join(name.split()))}”"


def explain(
    problem: ErrorDetails, loc: Sequence[int | str], *, whole: str, within: str = ""
) -> MalformedScheme:
    """Return the exception for a fault at `loc` of the data, which stands `within` something.

    `whole` is the field to name if the fault is not in any one field.
    """
    context = problem.get("ctx", {})
    path = [step for step in loc if not str(step).startswith(BRANCH)]
    named = context.get("field", whole)
    if not path or ("field" in context and path[-1] != named):
        path.append(named)
    steps = [within or context.get("within", ""), *(_name(step) for step in path)]
    place = ", ".join(step for step in steps if step)
    return MalformedScheme(str(path[0]), f"{place}: {_reason(problem)}{_quote(problem)}.")


def _name(step: int | str) -> str:
    if isinstance(step, int):
        return f"entry {step + 1}"
    return step if step.isidentifier() else _shorten(json.dumps(step))


def _reason(problem: ErrorDetails) -> str:
    context = problem.get("ctx", {})
    if problem["type"] == "union_tag_invalid":
        *kinds, last = context["expected_tags"].replace("'", "").split(", ")
        return f"write {', '.join(kinds)} or {last}"
    template = _REASONS.get(problem["type"])
    # What names something of the design is no template.
    return template.format_map(context) if template else str(context.get("reason", problem["msg"]))


def _quote(problem: ErrorDetails) -> str:
    given = problem["input"]
    is_scalar = given is None or isinstance(given, bool | int | float | str)
    if not is_scalar or problem["type"] == "extra_forbidden":
        return ""
    return f" (not {_shorten(json.dumps(given))})"


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}…"

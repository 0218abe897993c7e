"""What is wrong with a definition, in sentences that name the place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from esmpress.questionnaires.definition import Definition, Faults


class FaultyDefinition(ValueError):
    """The fields make no definition; `faults` says what is wrong and where, a sentence each."""

    def __init__(self, faults: list[str]) -> None:
        """Keep the faults, in the order of the definition."""
        super().__init__(" ".join(faults))
        self.faults = faults


def checked_definition(fields: Any, *, context: Any = None) -> Definition:
    """The definition that decoded JSON describes; raises FaultyDefinition.

    Under the context `PUBLISHED` its parts are read, and not looked at together.
    """
    try:
        return Definition.model_validate(fields, context=context)
    except ValidationError as error:
        raise FaultyDefinition(sentences_of(error.errors(include_url=False), fields)) from error


def sentences_of(faults: list[ErrorDetails], fields: Any) -> list[str]:
    """A sentence for each fault Pydantic found in the fields of a definition, its place first."""
    sentences = []
    for fault in faults:
        if fault["type"] == "too_short" and any(_is_within(one, fault) for one in faults):
            # Short only of what is wrong itself.
            continue
        place = ", ".join(_place(list(fault["loc"]), fields))
        sentences += [_sentence(place, message) for message in _messages(fault)]
    return sentences


def _messages(fault: ErrorDetails) -> list[str]:
    """What is amiss: one thing, or all that is with the definition as a whole."""
    error = fault.get("ctx", {}).get("error")
    if isinstance(error, Faults):
        return error.faults
    if fault["type"] == "too_short" and fault["loc"][-1] == "items":
        return [_("there are none")]
    return [fault["msg"].removeprefix("Value error, ")]


def _sentence(place: str, message: str) -> str:
    """A sentence with its place first, which the message may name itself."""
    known = message.startswith(f"{place}: ") or not place
    end = "" if message.endswith((".", "?", "!")) else "."
    return f"{message if known else f'{place}: {message}'}{end}"


def _is_within(fault: ErrorDetails, other: ErrorDetails) -> bool:
    """Whether a fault is of a part of what another is about."""
    here, there = fault["loc"], other["loc"]
    return len(here) > len(there) and here[: len(there)] == there


def _place(location: list[str | int], fields: Any) -> list[str]:
    """Where a fault is, by the names of page and item, or their numbers where they have none."""
    match location:
        case ["pages", int(page), "items", int(item), *rest]:
            # Definitions of before there were pages list their items only.
            items = _at(_at(_at(fields, "pages"), page) or fields, "items")
            # After the item's place comes its kind, as a branch of the union.
            return [
                _("item %(name)s") % {"name": _name(_at(items, item), item)},
                *map(str, rest[1:]),
            ]
        case ["pages", int(page), *rest]:
            found = _at(_at(fields, "pages"), page)
            return [_("page %(name)s") % {"name": _name(found, page)}, *map(str, rest)]
    return [str(step) for step in location]


def _at(whole: Any, step: str | int) -> Any:
    if isinstance(whole, Mapping) and isinstance(step, str):
        return whole.get(step)
    if isinstance(whole, Sequence) and not isinstance(whole, str) and isinstance(step, int):
        return whole[step] if step < len(whole) else None
    return None


def _name(part: Any, number: int) -> str:
    name = _at(part, "name")
    return name if isinstance(name, str) and name else str(number + 1)

"""A definition as people write it: conditions as they were typed, and nothing that is a default."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.items.parts import AnyItem
from esmpress.questionnaires.logic.expression import Expression

# Made of the others when a definition is read.
_MADE = "rich"
# What items of all kinds have.
_OF_ALL = {*AnyItem.model_fields, "kind"}


def source_of(definition: Definition) -> dict[str, Any]:
    """The definition in its language, fit for JSON; reading it makes an equal definition.

    Fields stand in the order of their models, languages in that of the alphabet.
    """
    return _fields(definition)


def settings_of(item: Item) -> dict[str, Any]:
    """The settings of an item's kind as a draft keeps them: also where they are as by default."""
    settings = {name: getattr(item, name) for name in type(item).model_fields}
    return {
        name: _value(value)
        for name, value in settings.items()
        if value is not None and name not in _OF_ALL
    }


def _fields(part: BaseModel) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        is_default = not field.is_required() and value == field.get_default()
        # The kind has a default, and nothing can be read without it.
        if name == "kind" or (name != _MADE and not is_default):
            fields[name] = _value(value)
    return {"kind": fields["kind"], **fields} if "kind" in fields else fields


def _value(value: Any) -> Any:
    match value:
        case Expression():
            return value.source
        case BaseModel():
            return _fields(value)
        case tuple():
            return [_value(one) for one in value]
        case Mapping():
            return dict(sorted(value.items()))
        case float() if value.is_integer():
            return int(value)
    return value

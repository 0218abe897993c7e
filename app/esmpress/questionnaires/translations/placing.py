"""Finds the texts of an item by their keys, in the form of the definition language."""

from __future__ import annotations

from typing import Any

Texts = dict[str, str]


def texts_at(fields: dict[str, Any], steps: list[str]) -> Texts:
    """The texts of an item at the steps of a key behind its name, to be changed.

    Raises KeyError for what the item does not have.
    """
    match steps:
        case ["options", value]:
            return _label(_of(fields["options"], "value", int(value)))
        case ["rows", name]:
            texts: Texts = _of(fields["rows"], "name", name)["text"]
        case ["labels", side]:
            texts = fields["labels"][side]
        case [field]:
            texts = fields[field]
        case _:
            raise KeyError(".".join(steps))
    return texts


def _of(parts: list[dict[str, Any]], field: str, wanted: object) -> dict[str, Any]:
    for part in parts:
        if part[field] == wanted:
            return part
    raise KeyError(str(wanted))


def _label(option: dict[str, Any]) -> Texts:
    label: Texts = option["label"]
    return label

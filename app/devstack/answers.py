"""Answers somebody could give to a questionnaire."""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]


def plausible_answers(definition: dict[str, Any]) -> dict[str, object]:
    """One valid answer to every item of a definition, by item name."""
    items = (item for page in definition["pages"] for item in page["items"])
    return {item["name"]: _GIVERS[item["kind"]](item) for item in items}


def _first_option(item: Item) -> object:
    return item["options"][0]["value"]


def _middle(item: Item) -> object:
    steps = int((item["max"] - item["min"]) / item["step"]) // 2
    return item["min"] + steps * item["step"]


def _number(item: Item) -> object:
    if item["min"] is not None:
        return item["min"]
    return 1 if item["max"] is None else item["max"]


def _words(item: Item) -> object:
    return "At home, reading: żółw"[: item["max_length"]]


_GIVERS = {
    "single_choice": _first_option,
    "slider": _middle,
    "number": _number,
    "text": _words,
}

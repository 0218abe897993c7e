"""Reads JSON that others wrote, within limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

MAX_DEPTH = 60
MAX_VALUES = 500_000


def decode_json(text: str) -> Any:
    """The value of a JSON text that says each thing once; raises ValueError or RecursionError."""
    value = json.loads(text, object_pairs_hook=_once_each)
    _check_limits(value)
    if any("\0" in one for one in _texts_in(value)):
        raise ValueError("the character U+0000 stands in a text")
    # A lone half of a character can be decoded but never written again.
    json.dumps(value, ensure_ascii=False).encode()
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for name, value in pairs:
        if name in made:
            raise ValueError(f"the field {name[:40]} stands twice in one object")
        made[name] = value
    return made


def _check_limits(value: Any) -> None:
    """Raise ValueError for what is too deep, or too much, for those who read it next."""
    level, depth, count = [value], 0, 1
    while level := [one for within in level for one in _inner(within)]:
        depth, count = depth + 1, count + len(level)
        if depth > MAX_DEPTH:
            raise ValueError(f"it is nested more than {MAX_DEPTH} deep")
        if count > MAX_VALUES:
            raise ValueError(f"it holds more than {MAX_VALUES} values")


def _inner(value: Any) -> list[Any]:
    match value:
        case dict():
            return list(value.values())
        case list():
            return value
    return []


def _texts_in(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            yield from one
        waiting.extend(_inner(one))

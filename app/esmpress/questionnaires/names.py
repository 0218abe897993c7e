"""The columns an item's answer fills in the data: their names, and what stands in them."""

from __future__ import annotations

from collections.abc import Mapping

from esmpress.questionnaires.items import (
    AffectGrid,
    Information,
    Item,
    Matrix,
    MultipleChoice,
    Ranking,
)
from esmpress.questionnaires.items.parts import MISSING

Cell = str | int | float | None
SIDES = ("valence", "arousal")


def parts_of(item: Item) -> dict[str, str]:
    """The columns of an item whose answer has parts, by the part; empty when it fills one."""
    match item:
        case Matrix():
            return {row.name: f"{item.name}_{row.name}" for row in item.rows}
        case AffectGrid():
            return {side: f"{item.name}_{side}" for side in SIDES}
        case MultipleChoice() | Ranking():
            return {str(one.value): f"{item.name}_{_digits(one.value)}" for one in item.options}
        case _:
            return {}


def column_names(item: Item) -> tuple[str, ...]:
    """The columns of an item; none for what is only read.

    Where “prefer not to say” is offered, the last column says so: `declined`.
    """
    if isinstance(item, Information):
        return ()
    names = tuple(parts_of(item).values()) or (item.name,)
    return (*names, f"{item.name}_{MISSING}") if item.can_decline else names


def cells(item: Item, answer: object) -> dict[str, Cell]:
    """What stands in the columns of an item; an answer that is not there leaves them empty.

    Of a multiple choice each option is 1 or 0, of a ranking the place or empty; yes is 1, no is 0.
    """
    empty: dict[str, Cell] = dict.fromkeys(column_names(item))
    if answer is None:
        return empty
    if isinstance(answer, Mapping) and MISSING in answer:
        return empty | {f"{item.name}_{MISSING}": str(answer[MISSING])}
    return empty | _filled(item, answer)


def _filled(item: Item, answer: object) -> dict[str, Cell]:
    columns = parts_of(item)
    match answer:
        case Mapping():
            return {columns[part]: value for part, value in answer.items() if part in columns}
        case list() if isinstance(item, Ranking):
            return {columns[str(value)]: place for place, value in enumerate(answer, start=1)}
        case list():
            return {column: int(int(value) in answer) for value, column in columns.items()}
        case bool():
            return {item.name: int(answer)}
        case str() | int() | float():
            return {item.name: answer}
    raise TypeError(f"an answer of {type(answer).__name__} to item {item.name}")


def _digits(value: int) -> str:
    """A value as part of a name: a minus sign stands in no column's name."""
    return f"minus_{-value}" if value < 0 else str(value)

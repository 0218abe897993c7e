"""Which columns of a questionnaire's answers hold numbers that can be drawn on a scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.items import (
    AffectGrid,
    Computed,
    Duration,
    Item,
    Likert,
    Matrix,
    Number,
    Slider,
)
from esmpress.questionnaires.names import parts_of


@dataclass(frozen=True)
class Figure:
    """A column of numbers, its item, and the ends of its scale where it has some."""

    column: str
    item: Item
    lowest: float | None = None
    highest: float | None = None


def figures_in(definition: Definition) -> Iterator[Figure]:
    """The columns of numbers in the order of the items; a grid has two, a matrix one a row."""
    for item in definition.items:
        match item:
            case Slider() | Number():
                yield Figure(item.name, item, item.min, item.max)
            case Likert() | Matrix():
                values = [option.value for option in item.options]
                for column in parts_of(item).values() or (item.name,):
                    yield Figure(column, item, min(values), max(values))
            case AffectGrid():
                for column in parts_of(item).values():
                    yield Figure(column, item, -item.reach, item.reach)
            case Duration() | Computed():
                yield Figure(item.name, item)

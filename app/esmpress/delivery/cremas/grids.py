"""Participants by study days: who ended how many prompts on which days, and how many of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from esmpress.delivery.cremas.asked import COMPLETED, MISSED, Asked
from esmpress.delivery.cremas.counting import Counts

Table = NDArray[np.int64]
# More columns would be too narrow to tell apart: then some days share one.
MOST_COLUMNS = 60


@dataclass(frozen=True)
class Span:
    """Some study days that share a column, mostly one."""

    first: int
    last: int

    @property
    def name(self) -> str:
        """Like 3, or 3-5."""
        return str(self.first) if self.first == self.last else f"{self.first}-{self.last}"


@dataclass(frozen=True)
class Grid:
    """A row for each of some participants or groups, a column for each span of days."""

    labels: list[str]
    spans: list[Span]
    completed: Table
    ended: Table

    def share(self, row: int, column: int) -> float | None:
        """The compliance of a field; None where nothing has ended."""
        ended = int(self.ended[row, column])
        return int(self.completed[row, column]) / ended if ended else None


def spans_of(asked: Asked) -> list[Span]:
    """The days from the first prompt to the last, in at most MOST_COLUMNS columns."""
    if not len(asked):
        return []
    first, last = int(asked.day.min()), int(asked.day.max())
    width = -(-(last - first + 1) // MOST_COLUMNS)
    return [Span(day, min(day + width - 1, last)) for day in range(first, last + 1, width)]


def lowest_first(people: dict[int, Counts]) -> list[int]:
    """The participants' numbers by their compliance; whoever has none yet comes last."""

    def place(number: int) -> tuple[bool, float, int]:
        share = people[number].compliance
        return share is None, share or 0.0, number

    return sorted(people, key=place)


def grid_of(asked: Asked, numbers: Sequence[int]) -> Grid:
    """The fields of these participants, in this order."""
    spans = spans_of(asked)
    places = np.full(max(int(asked.number.max(initial=0)), *numbers, 0) + 1, -1)
    places[list(numbers)] = np.arange(len(numbers))
    row = places[asked.number]
    labels = [f"P{number:04d}" for number in numbers]
    return _filled(asked, row, labels, spans)


def grouped(asked: Asked, numbers: Sequence[int], *, groups: int) -> Grid:
    """All of these participants in so many groups of one size, or one more, in their order."""
    spans = spans_of(asked)
    places = np.full(max(int(asked.number.max(initial=0)), *numbers, 0) + 1, -1)
    places[list(numbers)] = np.arange(len(numbers)) * groups // len(numbers)
    labels = [_group_name(group, len(numbers), groups) for group in range(groups)]
    return _filled(asked, places[asked.number], labels, spans)


def _group_name(group: int, people: int, groups: int) -> str:
    first, after = (-(-people * place // groups) for place in (group, group + 1))
    return f"{first + 1}-{after}"


def _filled(asked: Asked, row: NDArray[np.int64], labels: list[str], spans: list[Span]) -> Grid:
    shape = (len(labels), len(spans))
    if not spans:
        return Grid(labels, spans, np.zeros(shape, int), np.zeros(shape, int))
    width = spans[0].last - spans[0].first + 1
    field = row * len(spans) + (asked.day - spans[0].first) // width
    completed = _tally(field[(row >= 0) & asked.are(COMPLETED)], shape)
    missed = _tally(field[(row >= 0) & asked.are(MISSED)], shape)
    return Grid(labels, spans, completed, completed + missed)


def _tally(fields: NDArray[np.int64], shape: tuple[int, int]) -> Table:
    return np.bincount(fields, minlength=shape[0] * shape[1]).reshape(shape)

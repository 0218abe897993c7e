"""Exact counts of the feasible days of one shape, as tables over integer minutes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Minutes = NDArray[np.int64]
Limit = Literal["empty", "min_gap", "max_gap", "blocked"]
Range = tuple[int, int]


class InfeasibleDesign(Exception):
    """No day satisfies the design: `limit` leaves `block` (counted from 1) without a minute."""

    def __init__(self, sentence: str, *, block: int, limit: Limit) -> None:
        super().__init__(sentence)
        self.block = block
        self.limit = limit


@dataclass(frozen=True)
class DayShape:
    """One day: a prompt from each half-open range of minutes, in order, gaps inclusive.

    No prompt takes a minute of a `blocked` range.
    """

    blocks: tuple[Range, ...]
    min_gap: int
    max_gap: int | None = None
    blocked: tuple[Range, ...] = ()

    @property
    def longest_gap(self) -> int:
        """The largest gap allowed, in minutes, or the largest there can be if nothing limits it."""
        edges = [edge for block in self.blocks for edge in block]
        possible = self.min_gap + max(edges) - min(edges)
        return possible if self.max_gap is None else min(self.max_gap, possible)


@dataclass(frozen=True)
class BlockTable:
    """The minutes a block's prompt can take from `start` on, and how the day can go on."""

    start: int
    # Ways to complete the day after each minute, times a power of two of the block's own.
    completions: Floats
    # cumulative[j] - cumulative[i] is the weight of the minutes from i to before j. It ends in 0
    # so that small weights at the end of a long row keep all their digits.
    cumulative: Floats
    # The last feasible minute up to each one, where blocked minutes leave holes.
    latest: Minutes | None = None

    @property
    def size(self) -> int:
        """The number of minutes the prompt can take."""
        return len(self.completions)


@dataclass(frozen=True)
class DayTables:
    """The tables of all blocks of a shape, and the smallest and largest gap between two prompts."""

    blocks: tuple[BlockTable, ...]
    min_gap: int
    max_gap: int


def find_reachable(shape: DayShape) -> tuple[Range, ...]:
    """Return the minutes of each block that feasible days use. Raises InfeasibleDesign."""
    reached: list[Range] = []
    for index, block in enumerate(shape.blocks):
        reached.append(_reach(block, reached[-1] if reached else None, shape, index))
    for index in range(len(reached) - 2, -1, -1):
        (start, stop), (next_start, next_stop) = reached[index], reached[index + 1]
        reached[index] = _without_ends(
            (max(start, next_start - shape.longest_gap), min(stop, next_stop - shape.min_gap)),
            shape,
            index,
        )
    return tuple(reached)


# With everybody's own waking hours there are as many shapes as lengths of a day.
@lru_cache(maxsize=512)
def build_tables(shape: DayShape) -> DayTables:
    """Return the tables, counted from the last block backwards. Raises InfeasibleDesign."""
    ranges = find_reachable(shape)
    width = shape.longest_gap - shape.min_gap + 1
    tables: list[BlockTable] = []
    for index in range(len(ranges) - 1, -1, -1):
        start, stop = ranges[index]
        ways = np.ones(stop - start)
        if tables:
            first = start + shape.min_gap - tables[-1].start
            ways = sum_ranges(tables[-1].completions, first=first, width=width, count=stop - start)
        block_out(ways, start, shape.blocked)
        if not ways.any():
            raise _infeasible(index, "blocked")
        tables.append(_build_table(start, ways, holes=bool(shape.blocked)))
    return DayTables(tuple(reversed(tables)), shape.min_gap, shape.longest_gap)


def block_out(weights: Floats, start: int, blocked: Sequence[Range]) -> None:
    """Set the weights of blocked minutes to 0; the first weight is that of the minute `start`."""
    for begin, end in blocked:
        weights[max(begin - start, 0) : max(end - start, 0)] = 0.0


def sum_ranges(values: Floats, *, first: int, width: int, count: int) -> Floats:
    """Return `count` sums of `width` neighbours, the i-th from index `first + i` on; 0 outside.

    Each sum joins the end of one chunk to the beginning of the next. Nothing is subtracted, so a
    small sum beside a large one keeps all its digits.
    """
    chunks = np.zeros((-(-(count + width - 1) // width), width))
    _copy_from(values, first, chunks.reshape(-1))
    ahead = chunks[:, ::-1].cumsum(axis=1)[:, ::-1].reshape(-1)
    behind = chunks.cumsum(axis=1).reshape(-1)
    begin = np.arange(count)
    sums: Floats = np.where(begin % width == 0, 0.0, behind[begin + width - 1]) + ahead[:count]
    return sums


def _copy_from(values: Floats, first: int, target: Floats) -> None:
    begin, end = max(first, 0), min(first + len(target), len(values))
    if begin < end:
        target[begin - first : end - first] = values[begin:end]


def _reach(block: Range, before: Range | None, shape: DayShape, index: int) -> Range:
    start, stop = block
    if start >= stop:
        raise _infeasible(index, "empty")
    if before is not None:
        start = max(start, before[0] + shape.min_gap)
        if start >= stop:
            raise _infeasible(index, "min_gap")
        stop = min(stop, before[1] + shape.longest_gap)
        if start >= stop:
            raise _infeasible(index, "max_gap")
    return _without_ends((start, stop), shape, index)


def _without_ends(minutes: Range, shape: DayShape, index: int) -> Range:
    """The range without the blocked minutes at its two ends."""
    start, stop = minutes
    for begin, end in sorted(shape.blocked):
        start = end if begin <= start < end else start
    for begin, end in sorted(shape.blocked, key=lambda blocked: -blocked[1]):
        stop = begin if begin < stop <= end else stop
    if start >= stop:
        raise _infeasible(index, "blocked")
    return start, stop


def _infeasible(index: int, limit: Limit) -> InfeasibleDesign:
    sentence = f"Block {index + 1} cannot hold a prompt ({limit})."
    return InfeasibleDesign(sentence, block=index + 1, limit=limit)


def _build_table(start: int, ways: Floats, *, holes: bool) -> BlockTable:
    # A power of two rounds nothing and keeps 50 blocks of 1440 minutes in the range of a float.
    _, exponent = math.frexp(float(ways.max()))
    completions = np.ldexp(ways, -exponent)
    tails = completions[::-1].cumsum()[::-1]
    return BlockTable(
        start,
        _frozen(completions),
        _frozen(-np.append(tails, 0.0)),
        last_feasible(completions) if holes else None,
    )


def last_feasible(weights: Floats) -> Minutes:
    """For each minute the last one up to it with a weight; -1 before the first."""
    return np.maximum.accumulate(np.where(weights > 0, np.arange(len(weights)), -1))


def _frozen(array: Floats) -> Floats:
    # Cached tables are shared by all callers.
    array.setflags(write=False)
    return array

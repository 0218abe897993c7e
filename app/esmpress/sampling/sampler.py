"""One exact sampler: every feasible day of a shape is drawn with the same probability."""

from dataclasses import dataclass

import numpy as np

from esmpress.sampling.tables import (
    BlockTable,
    DayShape,
    DayTables,
    Floats,
    Minutes,
    build_tables,
    sum_ranges,
)


@dataclass(frozen=True)
class MinuteProbabilities:
    """The probability of one block's prompt at each minute from `start` on; they sum to 1."""

    start: int
    probabilities: Floats


def draw_days(shape: DayShape, uniforms: Floats) -> Minutes:
    """Return a minute per day (row) and block (column), drawn by numbers in [0, 1) laid out so.

    Each minute is the inverse CDF of its number, given the minute before. Raises InfeasibleDesign.
    """
    tables = build_tables(shape)
    minutes = np.empty(uniforms.shape, dtype=np.int64)
    low = np.zeros(len(uniforms), dtype=np.int64)
    high = np.full(len(uniforms), tables.blocks[0].size)
    for index, block in enumerate(tables.blocks):
        if index:
            low, high = _allowed_after(minutes[:, index - 1], block, tables)
        minutes[:, index] = block.start + _pick(block, low, high, uniforms[:, index])
    return minutes


def minute_probabilities(shape: DayShape) -> list[MinuteProbabilities]:
    """Return each block's exact probability of a prompt per minute. Raises InfeasibleDesign."""
    tables = build_tables(shape)
    arrivals = np.ones(tables.blocks[0].size)
    curves = []
    for index, block in enumerate(tables.blocks):
        if index:
            arrivals = _arrivals(arrivals, tables.blocks[index - 1], block, tables)
        weights = arrivals * block.completions
        curves.append(MinuteProbabilities(block.start, weights / weights.sum()))
    return curves


def _allowed_after(
    previous: Minutes, block: BlockTable, tables: DayTables
) -> tuple[Minutes, Minutes]:
    offset = previous - block.start
    low = np.maximum(offset + tables.min_gap, 0)
    high = np.minimum(offset + (tables.max_gap + 1), block.size)
    return low, high


def _pick(block: BlockTable, low: Minutes, high: Minutes, uniforms: Floats) -> Minutes:
    floor = block.cumulative[low]
    target = floor + uniforms * (block.cumulative[high] - floor)
    found = block.cumulative.searchsorted(target, side="right") - 1
    # Rounding may carry the target past the last step below `high`.
    found = np.minimum(np.maximum(found, low), high - 1)
    return found if block.latest is None else block.latest[found]


def _arrivals(arrivals: Floats, before: BlockTable, block: BlockTable, tables: DayTables) -> Floats:
    first = block.start - tables.max_gap - before.start
    width = tables.max_gap - tables.min_gap + 1
    ways = sum_ranges(arrivals, first=first, width=width, count=block.size)
    scaled: Floats = ways / ways.max()
    return scaled

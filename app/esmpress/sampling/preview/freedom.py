"""How much is left to chance: what the gaps leave of the minutes of a day."""

import math

import numpy as np

from esmpress.sampling.sampler import MinuteProbabilities
from esmpress.sampling.tables import DayShape, block_out, find_reachable, sum_ranges


def free_minutes(shape: DayShape) -> float:
    """Return the minutes each prompt can choose from: the n-th root of the number of days.

    One prompt in a block of 90 minutes has 90; gaps take from it. Raises InfeasibleDesign.
    """
    ranges = find_reachable(shape)
    width = shape.longest_gap - shape.min_gap + 1
    log_days, ways = 0.0, np.ones(0)
    for place in range(len(ranges) - 1, -1, -1):
        start, stop = ranges[place]
        if place == len(ranges) - 1:
            ways = np.ones(stop - start)
        else:
            first = start + shape.min_gap - ranges[place + 1][0]
            ways = sum_ranges(ways, first=first, width=width, count=stop - start)
        block_out(ways, start, shape.blocked)
        largest = float(ways.max())
        log_days += math.log(largest)
        ways = ways / largest
    log_days += math.log(float(ways.sum()))
    return math.exp(log_days / len(ranges))


def outer_quarter(curve: MinuteProbabilities, start: int, stop: int) -> tuple[float, str]:
    """Return the probability in the likelier outer quarter of a block, and which: first or last.

    A prompt that comes at any minute alike has 0.25.
    """
    sums = np.zeros(stop - start + 1)
    begin = curve.start - start + 1
    sums[begin : begin + len(curve.probabilities)] = curve.probabilities
    sums = sums.cumsum()
    first, last = np.interp([(stop - start) / 4, (stop - start) * 3 / 4], range(len(sums)), sums)
    return max((float(first), "first"), (1.0 - float(last), "last"))

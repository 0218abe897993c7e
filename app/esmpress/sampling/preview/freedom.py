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


def edge_share(curve: MinuteProbabilities, start: int, stop: int) -> float:
    """Return the probability in the likelier outer quarter of a block; without gaps it is 0.25."""
    share = np.zeros(stop - start)
    begin = curve.start - start
    share[begin : begin + len(curve.probabilities)] = curve.probabilities
    quarter = (stop - start) / 4
    edges = np.arange(stop - start + 1)
    sums = np.append(0.0, share.cumsum())
    early = float(np.interp(quarter, edges, sums))
    late = 1.0 - float(np.interp(3 * quarter, edges, sums))
    return max(early, late)

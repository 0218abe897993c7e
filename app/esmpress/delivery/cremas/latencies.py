"""How soon participants begin: the first answer minus the invitation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from esmpress.delivery.cremas.asked import Asked

MINUTE = 60
# Bars of one width, as many as there are at most; the last one is everything above.
MOST_BARS = 24
WIDTHS = (1, 2, 5, 10, 15, 30, 60)


@dataclass(frozen=True)
class Latencies:
    """Of prompts that were begun after their invitation: how many, how soon, in minutes."""

    count: int
    median: float
    ninth: float
    width: int
    # How many began within each `width` minutes; the last also holds whatever is longer.
    bars: list[int]

    @property
    def has_longer(self) -> bool:
        """Whether there may be longer ones in the last bar."""
        return len(self.bars) == MOST_BARS


def latencies_of(asked: Asked) -> Latencies | None:
    """The latencies, None where nobody has begun.

    Whoever began before the invitation went out, from their own page, was not quick.
    """
    seconds = asked.latency[asked.latency >= 0]
    if not len(seconds):
        return None
    median, ninth, most = np.quantile(seconds, (0.5, 0.9, 0.99)) / MINUTE
    fitting = (width for width in WIDTHS if most < width * MOST_BARS)
    width = next(fitting, WIDTHS[-1])
    places = np.minimum(seconds // (width * MINUTE), MOST_BARS - 1)
    bars = np.bincount(places).tolist()
    return Latencies(len(seconds), float(median), float(ninth), width, bars)

"""What is lost on the first day by those who join while it is under way."""

from dataclasses import dataclass

import numpy as np

from esmpress.sampling.preview.ordinary_days import ORIGIN, WIDTH, OrdinaryDays, expected
from esmpress.sampling.tables import Floats
from esmpress.sampling.wall_times import DAY_MINUTES

# People sign up while they are awake: between these minutes of the day, evenly.
JOIN_FROM, JOIN_TO = 8 * 60, 20 * 60


@dataclass(frozen=True)
class FirstDay:
    """The prompts expected on study day 1: of a whole day, and by the minute of joining."""

    whole: float
    remaining: Floats

    @property
    def lost(self) -> float:
        """The prompts lost on the mean if people join evenly between JOIN_FROM and JOIN_TO."""
        return self.whole - float(self.remaining[JOIN_FROM:JOIN_TO].mean())


def first_day(days: OrdinaryDays) -> FirstDay:
    """Return the exact expectation over all participants; a prompt of the minute is not lost."""
    total, people = np.zeros(WIDTH), 0
    for kind, count in days.first.items():
        for curves in days.curves(kind).values():
            total += count * expected(curves)
        people += count
    mean = total / max(people, 1)
    tails = mean[::-1].cumsum()[::-1]
    return FirstDay(float(mean.sum()), tails[ORIGIN : ORIGIN + DAY_MINUTES])

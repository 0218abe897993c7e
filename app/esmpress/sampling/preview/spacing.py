"""How far prompts are apart, and how often one comes while another can still be opened."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.preview.sample import Sample
from esmpress.sampling.tables import Minutes

# More minutes than any study has: keeps participants apart in one running maximum.
FAR = 10**10


@dataclass(frozen=True)
class Gaps:
    """Elapsed minutes from each prompt to the participant's next: on a day, and over a night."""

    within: Minutes
    overnight: Minutes


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    count: int
    of: int

    @property
    def share(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.count / self.of if self.of else 0.0


def gaps_of(sample: Sample) -> Gaps:
    """Return the gaps; days of rest between two prompts are no night."""
    rows = sample.prompts
    same = np.diff(rows["participant"]) == 0
    minutes, days = np.diff(rows["at"])[same], np.diff(rows["date"])[same]
    return Gaps(minutes[days == 0], minutes[days == 1])


def overlapping(sample: Sample, open_minutes: Mapping[int, int]) -> NDArray[np.bool_]:
    """Return for each prompt whether it comes while an earlier one can still be opened.

    `open_minutes` is the response window of each schedule.
    """
    rows = sample.prompts
    ends = rows["at"] + windows_of(sample, open_minutes) + rows["participant"] * FAR
    latest = np.maximum.accumulate(ends)
    found = np.zeros(len(rows), dtype=bool)
    found[1:] = rows["at"][1:] + rows["participant"][1:] * FAR < latest[:-1]
    return found


def windows_of(sample: Sample, open_minutes: Mapping[int, int]) -> Minutes:
    """Return the response window of each prompt in minutes."""
    windows = np.zeros(len(sample.prompts), dtype=np.int64)
    for schedule, minutes in open_minutes.items():
        windows[sample.prompts["schedule"] == schedule] = minutes
    return windows


def overlaps_by_schedule(sample: Sample, found: NDArray[np.bool_]) -> dict[int, Share]:
    """Return how many prompts of each schedule come while an earlier one can be opened."""
    schedules = sample.prompts["schedule"]
    return {
        int(schedule): Share(int(found[schedules == schedule].sum()), int((schedules == schedule).sum()))
        for schedule in np.unique(schedules)
    }

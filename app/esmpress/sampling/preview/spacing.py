"""How far prompts are apart, and how often one comes while another can still be opened."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.preview.sample import Sample
from esmpress.sampling.tables import Minutes


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


def overtaken(sample: Sample, open_minutes: Mapping[int, int]) -> NDArray[np.bool_]:
    """Return for each prompt whether the participant's next comes while it can still be opened.

    `open_minutes` is the response window of each schedule.
    """
    return minutes_to_next(sample) < per_prompt(sample, open_minutes)


def minutes_to_next(sample: Sample) -> NDArray[np.float64]:
    """Return the elapsed minutes from each prompt to the participant's next; infinite for none."""
    rows = sample.prompts
    minutes = np.full(len(rows), np.inf)
    same = np.diff(rows["participant"]) == 0
    minutes[:-1][same] = np.diff(rows["at"])[same]
    return minutes


def per_prompt(sample: Sample, values: Mapping[int, int]) -> Minutes:
    """Return for each prompt the value of its schedule, 0 without one."""
    found = np.zeros(len(sample.prompts), dtype=np.int64)
    for schedule, value in values.items():
        found[sample.prompts["schedule"] == schedule] = value
    return found


def shares_by_schedule(sample: Sample, chosen: NDArray[np.bool_]) -> dict[int, Share]:
    """Return how many prompts of each schedule are chosen."""
    schedules = sample.prompts["schedule"]
    return {
        int(one): Share(int(chosen[schedules == one].sum()), int((schedules == one).sum()))
        for one in np.unique(schedules)
    }

"""A participant's path through a study: which schedules ask on which of the study days."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from esmpress.sampling.schemes import Scheme


@dataclass(frozen=True)
class Placed:
    """A schedule on a path: it may ask from study day `first_day` to `last_day` (None: no end).

    `schedule` is the number of its random stream. The days of the scheme count from `first_day`.
    """

    schedule: int
    name: str
    # Hashing a scheme takes longer than drawing from it; number and place tell most apart.
    scheme: Scheme = field(hash=False)
    first_day: int = 1
    last_day: int | None = None

    def first_date(self, start_date: date) -> date:
        """Return the date of the schedule's own day 1 if study day 1 is `start_date`."""
        return start_date + timedelta(days=self.first_day - 1)

    def covers(self, study_day: int) -> bool:
        """Return whether a study day, counted from 1, lies on its stretch of the path."""
        return self.first_day <= study_day <= (self.last_day or study_day)

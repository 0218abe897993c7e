"""The days of all participants on the calendar, and the clock changes they meet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.sampling.checking import clock_changes
from esmpress.sampling.clock import offset_minutes, to_instant
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.sample import Sample, to_date, to_ordinal
from esmpress.sampling.preview.spacing import Share
from esmpress.sampling.tables import Minutes


@dataclass(frozen=True)
class ClockChange:
    """A local date on which a zone's clocks go forward by so many minutes, or back (below 0)."""

    on: date
    time_zone: str
    minutes: int
    participants: int


@dataclass(frozen=True)
class Calendar:
    """How many participants have a study day on each date from `first` on, and clock changes."""

    first: date
    participants: Minutes
    changes: tuple[ClockChange, ...]
    touched: Share


def calendar_of(sample: Sample) -> Calendar:
    """Return the calendar; a day of a participant is touched if the clocks change on its date."""
    participant, dates, _ = sample.days()
    if not len(dates):
        return Calendar(sample.people[0].start_date, np.zeros(0, dtype=np.int64), (), Share(0, 0))
    zones: dict[str, ZoneInfo] = {one.time_zone.key: one.time_zone for one in sample.people}
    keys = np.array([one.time_zone.key for one in sample.people])
    changes = [
        change
        for key, zone in zones.items()
        for change in _changes_in(zone, dates[keys[participant] == key])
    ]
    return Calendar(
        to_date(dates.min()),
        np.bincount(dates - dates.min()),
        tuple(sorted(changes, key=lambda change: change.on)),
        Share(sum(change.participants for change in changes), len(dates)),
    )


def _changes_in(time_zone: ZoneInfo, dates: Minutes) -> Sequence[ClockChange]:
    found = clock_changes(time_zone, first=to_date(dates.min()), last=to_date(dates.max()))
    return [
        ClockChange(
            on, time_zone.key, _minutes(on, time_zone), int((dates == to_ordinal(on)).sum())
        )
        for on in found
        if (dates == to_ordinal(on)).any()
    ]


def _minutes(on: date, time_zone: ZoneInfo) -> int:
    # Noon before and after: no clock changes at noon.
    before, after = to_instant(on - DAY, 720), to_instant(on + DAY, 720)
    return offset_minutes(after, time_zone) - offset_minutes(before, time_zone)

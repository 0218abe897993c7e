"""How many prompts a schedule has: exactly, or the range that chance and weekdays leave."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from esmpress.sampling.bursts import MonthlyBursts, burst_days
from esmpress.sampling.clock import undisturbed_moment
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.interval import Interval
from esmpress.sampling.once import Once
from esmpress.sampling.path import Placed
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from esmpress.sampling.wall_times import Span

# Day 1 on each day of a week far from any excluded date.
MONDAY = datetime.date(1900, 1, 1)
# Any hours will do to count prompts whose number does not depend on them.
ANY_HOURS = WakeTimes.every_day(Span.model_validate({"from": "08:00", "to": "22:00"}))


@dataclass(frozen=True)
class Between:
    """From the least to the most, both included."""

    least: int
    most: int

    def __add__(self, other: "Between") -> "Between":
        return Between(self.least + other.least, self.most + other.most)


def daily_prompts(scheme: SchemeFields) -> Between | None:
    """Return the prompts of a day that has any; None if the participant's own hours decide."""
    if not scheme.asks_by_itself:
        return None
    try:
        counts = [_on(scheme, weekday, None) for weekday in range(len(WEEKDAYS))]
    except WakeTimesUnknown:
        if isinstance(scheme, Interval):
            return None
        counts = [_on(scheme, weekday, ANY_HOURS) for weekday in range(len(WEEKDAYS))]
    asked = [one for one in counts if one.most]
    return Between(min(one.least for one in asked), max(one.most for one in asked))


def total_prompts(path: Sequence[Placed]) -> Between | None:
    """Return the planned prompts of a participant, excluded dates aside; None if unknown."""
    total = Between(0, 0)
    for placed in path:
        own = _total(placed) if placed.scheme.asks_by_itself else Between(0, 0)
        if own is None:
            return None
        total += own
    return total


def _total(placed: Placed) -> Between | None:
    daily = daily_prompts(placed.scheme)
    if daily is None:
        return None
    first_dates = [MONDAY + datetime.timedelta(days=ahead) for ahead in range(len(WEEKDAYS))]
    if isinstance(placed.scheme, Once):
        # Its first suitable date can lie after the end of the phase.
        asked = [_is_asked(placed, first_date) for first_date in first_dates]
        return Between(min(asked), max(asked))
    sums = [_sum(placed, first_date) for first_date in first_dates]
    scheme = placed.scheme
    drawn = isinstance(scheme, DailyScheme) and isinstance(scheme.bursts, MonthlyBursts)
    if drawn and not _asks_every_weekday(scheme):
        # Where the bursts lie decides which weekdays they have.
        return Between(0, len(_burst_days(scheme, MONDAY)) * daily.most)
    return Between(min(one.least for one in sums), max(one.most for one in sums))


def _is_asked(placed: Placed, first_date: datetime.date) -> bool:
    days = ((on - first_date).days for on in _dates(placed, first_date))
    return any(placed.covers(placed.first_day + day) for day in days)


def _asks_every_weekday(scheme: SchemeFields) -> bool:
    return all(scheme.window_on(weekday, ANY_HOURS) for weekday in WEEKDAYS)


def _sum(placed: Placed, first_date: datetime.date) -> Between:
    least = most = 0
    for on in _dates(placed, first_date):
        prompts = _on(placed.scheme, on.weekday(), ANY_HOURS)
        least, most = least + prompts.least, most + prompts.most
    return Between(least, most)


def _dates(placed: Placed, first_date: datetime.date) -> Iterator[datetime.date]:
    """The dates of a schedule that begins on one; drawn bursts lie in one of the possible ways."""
    scheme = placed.scheme
    bursts = _burst_days(scheme, first_date) if scheme.bursts is not None else None
    for day in range(1, scheme.last_day + 1):
        on = first_date + datetime.timedelta(days=day - 1)
        if scheme.has_prompts_on(day, on, first_date=first_date, burst_days=bursts):
            yield on


def _burst_days(scheme: SchemeFields, first_date: datetime.date) -> frozenset[int]:
    """The days of bursts, placed in one of the possible ways; none if there is no way."""
    assert isinstance(scheme, DailyScheme)
    assert scheme.bursts is not None
    try:
        return burst_days(
            scheme.bursts, days=scheme.days, first_date=first_date, seed=b"", participant=1
        )
    except InfeasibleDesign:
        return frozenset()


def _on(scheme: SchemeFields, weekday: int, wake: WakeTimes | None) -> Between:
    window = scheme.window_on(WEEKDAYS[weekday], wake)
    if window is None:
        return Between(0, 0)
    blocks = scheme.cut(window, undisturbed_moment)
    most = len(blocks)
    if isinstance(scheme, Interval) and scheme.random_offset:
        last_is_short = blocks[-1].stop - blocks[-1].start < scheme.every_minutes
        return Between(most - last_is_short, most)
    return Between(most, most)

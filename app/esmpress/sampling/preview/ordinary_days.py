"""The exact curves of ordinary days: those on which no clock is changed.

On the wall clock they are the same in every zone, so they are computed where clocks never change.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.sampling.blocks import Block
from esmpress.sampling.bursts import MonthlyBursts
from esmpress.sampling.curves import day_probabilities
from esmpress.sampling.day import DAYS_AHEAD, active_on
from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.assumptions import Virtual
from esmpress.sampling.sampler import MinuteProbabilities
from esmpress.sampling.tables import Floats
from esmpress.sampling.wall_times import DAY_MINUTES

UTC = ZoneInfo("UTC")
DAYS_OF_A_WEEK = 7
# A curve begins at noon of the day before its date and is three days long: jitter, late windows.
ORIGIN = DAY_MINUTES // 2
WIDTH = 3 * DAY_MINUTES

# The arm, the weekday, and the schedules that ask on the day before, the day, and those after.
Kind = tuple[str | None, int, tuple[tuple[int, ...], ...]]
Curves = dict[int, list[MinuteProbabilities]]


@dataclass(frozen=True)
class Example:
    """A day of a participant, like all others of its kind."""

    path: tuple[Placed, ...]
    start_date: date
    on: date
    person: Person


@dataclass(frozen=True)
class Typical:
    """The commonest day of a schedule: its blocks, and the curve of the prompt in each."""

    placed: Placed
    blocks: tuple[Block, ...]
    curves: list[MinuteProbabilities]


class OrdinaryDays:
    """The kinds of days that participants have, and how often; each kind is computed once."""

    def __init__(self, people: Sequence[Virtual], *, seed: bytes) -> None:
        """Count the days of the people, and their first days, by kind."""
        self._seed = seed
        self._examples: dict[Kind, Example] = {}
        self._known: dict[Kind, Curves] = {}
        self.counts: Counter[Kind] = Counter()
        self.first: Counter[Kind] = Counter()
        for one, times in Counter(map(_without_zone, people)).items():
            kinds = self._kinds_of(one)
            self.first.update(dict.fromkeys(kinds[:1], times))
            for kind in kinds:
                self.counts[kind] += times

    def curves(self, kind: Kind) -> Curves:
        """Return the curve of each prompt of each schedule; minutes of the wall clock."""
        if kind not in self._known:
            day = self._examples[kind]
            self._known[kind] = day_probabilities(
                day.path,
                start_date=day.start_date,
                on=day.on,
                person=day.person,
                seed=self._seed,
            )
        return self._known[kind]

    def by_weekday(self) -> dict[int, Floats]:
        """Return for each schedule the prompts expected per minute, a row for each weekday.

        A row is the mean of the days on which the schedule asks; the minute at ORIGIN is midnight.
        """
        sums: dict[int, Floats] = defaultdict(lambda: np.zeros((DAYS_OF_A_WEEK, WIDTH)))
        days: dict[int, Floats] = defaultdict(lambda: np.zeros(DAYS_OF_A_WEEK))
        for kind, count in self.counts.items():
            _, weekday, _ = kind
            for schedule, curves in self.curves(kind).items():
                sums[schedule][weekday] += count * expected(curves)
                days[schedule][weekday] += count
        return {
            schedule: total / np.maximum(days[schedule], 1)[:, None]
            for schedule, total in sums.items()
        }

    def typical(self) -> list[Typical]:
        """Return the commonest day of each schedule that has one."""
        commonest: dict[int, Kind] = {}
        for kind, _ in self.counts.most_common():
            for schedule in self.curves(kind):
                commonest.setdefault(schedule, kind)
        return [self._typical(schedule, kind) for schedule, kind in commonest.items()]

    def _typical(self, schedule: int, kind: Kind) -> Typical:
        day = self._examples[kind]
        (placed,) = (placed for placed in day.path if placed.schedule == schedule)
        blocks = cut_date(placed.scheme, day.on, UTC, day.person.wake)
        return Typical(placed, tuple(blocks), self.curves(kind)[schedule])

    def _kinds_of(self, one: Virtual) -> list[Kind]:
        active = [
            tuple(
                placed.schedule
                for placed in active_on(
                    one.path,
                    start_date=one.start_date,
                    on=one.start_date + passed * DAY,
                    person=one.person,
                    seed=self._seed,
                )
            )
            for passed in range(-1, one.days + DAYS_AHEAD)
        ]
        kinds = []
        for passed in range(one.days):
            on = one.start_date + passed * DAY
            near = tuple(active[passed : passed + DAYS_AHEAD + 2])
            kind = (one.arm, on.weekday(), near)
            self._examples.setdefault(kind, Example(one.path, one.start_date, on, one.person))
            kinds.append(kind)
        return kinds


def expected(curves: Iterable[MinuteProbabilities]) -> Floats:
    """Return the prompts expected per minute; the minute at ORIGIN is midnight."""
    total = np.zeros(WIDTH)
    for curve in curves:
        begin = curve.start + ORIGIN
        total[begin : begin + len(curve.probabilities)] += curve.probabilities
    return total


def _without_zone(one: Virtual) -> Virtual:
    """Who has the same days: the number counts only where bursts are drawn by it."""
    drawn = any(isinstance(placed.scheme.bursts, MonthlyBursts) for placed in one.path)
    number = one.person.number if drawn else 1
    return replace(one, person=Person(number, UTC, one.person.wake))

"""A design drawn as rows: participant by participant, each in the order of time."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.clock import MINUTE, Dst, to_instant
from esmpress.sampling.day import plan_dates
from esmpress.sampling.many import Batch, plan_many, read_clock
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.rows import Row, RowDay
from esmpress.sampling.standings import LeftOut
from esmpress.sampling.tables import Minutes
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown

# So many days of participants are drawn at once, whatever the length of the study.
DAYS_AT_ONCE = 20_000


class NoPlace(Exception):
    """A prompt has no place on its day: when, of which schedule, and why, in one sentence."""


@dataclass(frozen=True)
class Draw:
    """What is drawn: study days (from 1) of a path, on which date day 1 is, and for whom."""

    path: tuple[Placed, ...]
    start_date: datetime.date
    days: range
    time_zone: ZoneInfo
    wake: WakeTimes | None
    seed: bytes

    def date(self, study_day: int) -> datetime.date:
        """The local date of a study day."""
        return self.start_date + datetime.timedelta(days=study_day - 1)

    def refusal(self, on: datetime.date, left_out: LeftOut) -> NoPlace:
        """What to say of a prompt without a place."""
        (name,) = (one.name for one in self.path if one.schedule == left_out.schedule)
        return NoPlace(f"“{name}” cannot be drawn on {on}: {left_out.reason}")


def draw_rows(draw: Draw, participants: Iterable[int]) -> Iterator[Row]:
    """Yield the rows of participants, given by number; the same for each in any company.

    Raises NoPlace where the design leaves a prompt without a minute.
    """
    remaining = iter(participants)
    at_once = max(1, DAYS_AT_ONCE // max(1, len(draw.days)))
    while numbers := list(islice(remaining, at_once)):
        yield from _draw_some(draw, numbers)


def last_study_day(path: Sequence[Placed]) -> int:
    """Return the last study day on which anything is planned, 0 if nothing ever is."""
    return max((_last_day(placed) for placed in path if placed.scheme.asks_by_itself), default=0)


def needs_wake_times(path: Sequence[Placed]) -> bool:
    """Return whether anything is planned by the participants' own waking hours."""
    return any(placed.scheme.asks_by_itself and _is_own(placed) for placed in path)


def _is_own(placed: Placed) -> bool:
    try:
        placed.scheme.day_windows()
    except WakeTimesUnknown:
        return True
    return False


def _last_day(placed: Placed) -> int:
    last = placed.first_day + placed.scheme.last_day - 1
    return last if placed.last_day is None else min(last, placed.last_day)


@dataclass(frozen=True)
class _Timed:
    """A schedule's prompts on a day of several, with what the clocks show at each."""

    day: RowDay
    batch: Batch
    offsets: Minutes
    twice: NDArray[np.bool_]

    def rows(self, participant: int, place: int) -> Iterator[Row]:
        """The rows of the participant whose prompts stand at a place in the batch."""
        minutes, offsets = self.batch.minutes[place].tolist(), self.offsets[place].tolist()
        columns = zip(minutes, offsets, self.twice[place].tolist(), self.batch.moved, strict=True)
        for beep, (minute, offset, twice, moved) in enumerate(columns, start=1):
            dst: Dst = "gap" if moved else "fold" if twice else ""
            yield self.day.row(
                participant, self.batch.placed, beep=beep, minute=minute, offset=offset, dst=dst
            )


def _draw_some(draw: Draw, numbers: Sequence[int]) -> Iterator[Row]:
    """The rows of some participants: drawn at once where they can be, else one by one."""
    timed: dict[int, list[tuple[_Timed, int]]] = {number: [] for number in numbers}
    alone: set[int] = set()
    for study_day in draw.days:
        together = [number for number in numbers if number not in alone]
        batches, by_themselves = _draw_day(draw, study_day, together)
        alone |= by_themselves
        for batch in batches:
            for place, person in enumerate(batch.batch.people.tolist()):
                timed[together[person]].append((batch, place))
    for number in numbers:
        at_once = (row for batch, place in timed.pop(number) for row in batch.rows(number, place))
        rows = _draw_alone(draw, number) if number in alone else at_once
        yield from sorted(rows, key=attrgetter("scheduled_utc"))


def _draw_day(draw: Draw, study_day: int, numbers: Sequence[int]) -> tuple[list[_Timed], set[int]]:
    """What is drawn at once on a study day, and the participants who have to be drawn alone."""
    day = RowDay(study_day, draw.date(study_day))
    planned = plan_many(
        draw.path,
        on=day.on,
        people=[(number, draw.start_date) for number in numbers],
        time_zone=draw.time_zone,
        wake=draw.wake,
        seed=draw.seed,
    )
    for _, left_out in planned.left_out:
        raise draw.refusal(day.on, left_out)
    batches = [
        _Timed(day, batch, *read_clock(day.on, draw.time_zone, batch.minutes))
        for batch in planned.batches
    ]
    return batches, {numbers[place] for place in planned.alone}


def _draw_alone(draw: Draw, number: int) -> Iterator[Row]:
    days = plan_dates(
        draw.path,
        start_date=draw.start_date,
        first=draw.date(draw.days[0]),
        last=draw.date(draw.days[-1]),
        person=Person(number, draw.time_zone, draw.wake),
        seed=draw.seed,
    )
    path = {placed.schedule: placed for placed in draw.path}
    for planned in days:
        for left_out in planned.left_out:
            raise draw.refusal(planned.date, left_out)
        day = RowDay(planned.study_day, planned.date)
        for schedule, prompts in planned.prompts.items():
            for prompt in prompts:
                yield day.row(
                    number,
                    path[schedule],
                    beep=prompt.beep,
                    minute=(prompt.scheduled_at - to_instant(day.on, 0)) // MINUTE,
                    offset=prompt.utc_offset_minutes,
                    dst=prompt.dst,
                )

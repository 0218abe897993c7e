"""The rows of a drawn design: one for each prompt, participant by participant, in order of time."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.clock import MINUTE, Dst, to_instant
from esmpress.sampling.day import plan_dates
from esmpress.sampling.many import Batch, plan_many, read_clock
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.posing import LeftOut
from esmpress.sampling.tables import Minutes
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown

# So many days of participants are drawn at once, whatever the length of the study.
DAYS_AT_ONCE = 20_000


class Row(NamedTuple):
    """One prompt; local times without an offset, UTC with Z, days and beeps from 1."""

    participant: int
    day: int
    beep: int
    scheduled_local: str
    scheduled_utc: str
    open_until_utc: str
    utc_offset_minutes: int
    dst: Dst
    schedule: str


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


# A study day, the name of a schedule, and one of its prompts.
Drawn = tuple[int, str, PlannedPrompt]


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
    """A schedule's prompts on a study day of several, with what the clocks show at each."""

    study_day: int
    on: datetime.date
    batch: Batch
    offsets: Minutes
    twice: NDArray[np.bool_]

    def prompts(self, row: int) -> Iterator[Drawn]:
        """The prompts in a row of the batch."""
        placed, moved = self.batch.placed, self.batch.moved
        columns = zip(
            self.batch.minutes[row], self.offsets[row], self.twice[row], moved, strict=True
        )
        for beep, (minute, offset, twice, swallowed) in enumerate(columns, start=1):
            instant = to_instant(self.on, int(minute))
            yield (
                self.study_day,
                placed.name,
                PlannedPrompt(
                    beep=beep,
                    scheduled_at=instant,
                    scheduled_local=instant.replace(tzinfo=None) + int(offset) * MINUTE,
                    open_until=instant + placed.scheme.response_window_minutes * MINUTE,
                    utc_offset_minutes=int(offset),
                    dst="gap" if swallowed else "fold" if twice else "",
                ),
            )


def _draw_some(draw: Draw, numbers: Sequence[int]) -> Iterator[Row]:
    """The rows of some participants: drawn at once where they can be, else one by one."""
    rows: dict[int, list[tuple[_Timed, int]]] = {number: [] for number in numbers}
    alone: set[int] = set()
    for study_day in draw.days:
        together = [number for number in numbers if number not in alone]
        timed, by_themselves = _draw_day(draw, study_day, together)
        alone |= by_themselves
        for batch in timed:
            for row, place in enumerate(batch.batch.people.tolist()):
                rows[together[place]].append((batch, row))
    for number in numbers:
        drawn = chain.from_iterable(timed.prompts(row) for timed, row in rows.pop(number))
        yield from _to_rows(number, _draw_alone(draw, number) if number in alone else drawn)


def _draw_day(draw: Draw, study_day: int, numbers: Sequence[int]) -> tuple[list[_Timed], set[int]]:
    """What is drawn at once on a study day, and the participants who have to be drawn alone."""
    on = draw.date(study_day)
    planned = plan_many(
        draw.path,
        on=on,
        people=[(number, draw.start_date) for number in numbers],
        time_zone=draw.time_zone,
        wake=draw.wake,
        seed=draw.seed,
    )
    for _, left_out in planned.left_out:
        raise draw.refusal(on, left_out)
    timed = [
        _Timed(study_day, on, batch, *read_clock(on, draw.time_zone, batch.minutes))
        for batch in planned.batches
    ]
    return timed, {numbers[place] for place in planned.alone}


def _draw_alone(draw: Draw, number: int) -> Iterator[Drawn]:
    days = plan_dates(
        draw.path,
        start_date=draw.start_date,
        first=draw.date(draw.days[0]),
        last=draw.date(draw.days[-1]),
        person=Person(number, draw.time_zone, draw.wake),
        seed=draw.seed,
    )
    names = {placed.schedule: placed.name for placed in draw.path}
    for day in days:
        for left_out in day.left_out:
            raise draw.refusal(day.date, left_out)
        for schedule, prompts in day.prompts.items():
            yield from ((day.study_day, names[schedule], prompt) for prompt in prompts)


def _to_rows(number: int, drawn: Iterable[Drawn]) -> Iterator[Row]:
    for study_day, schedule, prompt in sorted(drawn, key=lambda one: one[2].scheduled_at):
        yield Row(
            number,
            study_day,
            prompt.beep,
            prompt.scheduled_local.isoformat(timespec="seconds"),
            _utc(prompt.scheduled_at),
            _utc(prompt.open_until),
            prompt.utc_offset_minutes,
            prompt.dst,
            schedule,
        )


def _utc(instant: datetime.datetime) -> str:
    return f"{instant.replace(tzinfo=None).isoformat(timespec='seconds')}Z"

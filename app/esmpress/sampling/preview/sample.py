"""The prompts of virtual participants, drawn as they would be planned, in columns."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.clock import MINUTE, to_instant
from esmpress.sampling.day import plan_dates
from esmpress.sampling.many import Batch, plan_many, read_clock
from esmpress.sampling.posing import DAY
from esmpress.sampling.preview.assumptions import Virtual
from esmpress.sampling.standings import LeftOut
from esmpress.sampling.wall_times import DAY_MINUTES

# One row for each prompt. `participant` is a place among the people, `date` counts days from
# 1970-01-01, `at` minutes from its 00:00 UTC, `wall` minutes on the wall clock after the local
# midnight the date begins with.
PROMPT = np.dtype(
    [(name, np.int64) for name in ("participant", "schedule", "study_day", "date", "at", "wall")]
)
EPOCH = datetime.date(1970, 1, 1)
# Whoever has to be planned alone takes up to a millisecond a day: two to four seconds.
MAX_DAYS_ALONE = 4000
MAX_DAYS_TOGETHER = 60_000


class TooMuchToPreview(Exception):
    """Drawing so many would take too long for a page; `participants` can be drawn."""

    def __init__(self, participants: int) -> None:
        super().__init__(
            "participants: so many days of participants take too long to draw; choose "
            f"{participants} at most."
        )
        self.participants = participants


@dataclass(frozen=True)
class Sample:
    """All prompts, by participant and time, and what had no place on which date of whom."""

    people: tuple[Virtual, ...]
    prompts: NDArray[np.void]
    left_out: tuple[tuple[int, datetime.date, LeftOut], ...]

    def days(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return participant, date and study day of each day of each participant."""
        lengths = np.array([one.days for one in self.people], dtype=np.int64)
        starts = np.array([to_ordinal(one.start_date) for one in self.people], dtype=np.int64)
        participant = np.repeat(np.arange(len(lengths)), lengths)
        begins = np.repeat(lengths.cumsum() - lengths, lengths)
        passed = np.arange(lengths.sum()) - begins
        return participant, np.repeat(starts, lengths) + passed, passed + 1


def to_ordinal(on: datetime.date) -> int:
    """Return the days from 1970-01-01 to a date."""
    return (on - EPOCH).days


def to_date(ordinal: int) -> datetime.date:
    """Return the date so many days after 1970-01-01."""
    return EPOCH + int(ordinal) * DAY


def draw_sample(people: Sequence[Virtual], *, seed: bytes) -> Sample:
    """Return the prompts of all study days of the people. Raises TooMuchToPreview."""
    _require(people, len(people), sum(one.days for one in people), MAX_DAYS_TOGETHER)
    drawing = _Drawing(people, seed)
    alike: dict[object, list[int]] = defaultdict(list)
    for place, one in enumerate(people):
        alike[one.arm, one.time_zone.key].append(place)
    for places in alike.values():
        drawing.draw_together(places)
    drawing.draw_alone()
    return drawing.sample()


def _require(people: Sequence[Virtual], count: int, days: int, limit: int) -> None:
    if days > limit:
        longest = max(one.days for one in people)
        raise TooMuchToPreview(max(1, min(limit // longest, count * limit // days)))


class _Drawing:
    """Collects rows: whole dates of many first, then those who have to be planned alone."""

    def __init__(self, people: Sequence[Virtual], seed: bytes) -> None:
        self.people = people
        self.seed = seed
        self.rows: list[NDArray[np.void]] = []
        self.left_out: list[tuple[int, datetime.date, LeftOut]] = []
        self.alone: set[int] = set()

    def draw_together(self, places: Sequence[int]) -> None:
        first = self.people[places[0]]
        starts = [self.people[place].start_date for place in places]
        for ahead in range((max(starts) - min(starts)).days + first.days):
            on = min(starts) + ahead * DAY
            asked = [place for place in places if self._is_to_draw(place, on)]
            if not asked:
                continue
            planned = plan_many(
                first.path,
                on=on,
                people=[(self.people[p].person.number, self.people[p].start_date) for p in asked],
                time_zone=first.time_zone,
                wake=first.person.wake,
                seed=self.seed,
            )
            self.alone.update(asked[place] for place in planned.alone)
            self.left_out += [(asked[place], on, one) for place, one in planned.left_out]
            self.rows += [self._rows_of(batch, on, asked) for batch in planned.batches]

    def draw_alone(self) -> None:
        """Plan the days of some again, each with the prompts of the days before."""
        days = sum(self.people[place].days for place in self.alone)
        _require(self.people, len(self.alone), days, MAX_DAYS_ALONE)
        again = np.array(sorted(self.alone), dtype=np.int64)
        self.rows = [rows[~np.isin(rows["participant"], again)] for rows in self.rows]
        self.left_out = [one for one in self.left_out if one[0] not in self.alone]
        for place in again.tolist():
            rows = list(self._plan(place))
            self.rows.append(np.array(rows, dtype=PROMPT))

    def sample(self) -> Sample:
        rows = np.concatenate([np.empty(0, dtype=PROMPT), *self.rows])
        order = np.lexsort((rows["schedule"], rows["at"], rows["participant"]))
        return Sample(tuple(self.people), rows[order], tuple(self.left_out))

    def _is_to_draw(self, place: int, on: datetime.date) -> bool:
        one = self.people[place]
        return place not in self.alone and 0 <= (on - one.start_date).days < one.days

    def _rows_of(self, batch: Batch, on: datetime.date, asked: Sequence[int]) -> NDArray[np.void]:
        places = np.array(asked)[batch.people]
        starts = np.array([to_ordinal(self.people[place].start_date) for place in places])
        offsets, _ = read_clock(on, self.people[asked[0]].time_zone, batch.minutes)
        rows = np.empty(batch.minutes.shape, dtype=PROMPT)
        rows["participant"] = places[:, None]
        rows["schedule"] = batch.placed.schedule
        rows["date"] = to_ordinal(on)
        rows["study_day"] = (to_ordinal(on) - starts + 1)[:, None]
        rows["at"] = to_ordinal(on) * DAY_MINUTES + batch.minutes
        rows["wall"] = batch.minutes + offsets
        return rows.reshape(-1)

    def _plan(self, place: int) -> Iterator[tuple[int, ...]]:
        one = self.people[place]
        for day in plan_dates(
            one.path,
            start_date=one.start_date,
            first=one.start_date,
            last=one.start_date + (one.days - 1) * DAY,
            person=one.person,
            seed=self.seed,
        ):
            self.left_out += [(place, day.date, left_out) for left_out in day.left_out]
            epoch, midnight = (
                to_instant(EPOCH, 0),
                datetime.datetime.combine(day.date, datetime.time.min),
            )
            for schedule, prompts in day.prompts.items():
                for prompt in prompts:
                    at = (prompt.scheduled_at - epoch) // MINUTE
                    wall = (prompt.scheduled_local - midnight) // MINUTE
                    yield place, schedule, day.study_day, to_ordinal(day.date), at, wall

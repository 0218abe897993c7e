"""One date of many participants at once, where nobody's other prompts matter."""

import datetime
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from esmpress.sampling.bursts import MonthlyBursts
from esmpress.sampling.clock import occurs_twice, offset_minutes, to_instant
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.day import pose_date
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import require_known
from esmpress.sampling.posing import DAY, NEAR, Problem
from esmpress.sampling.sampler import draw_days
from esmpress.sampling.schemes import Scheme
from esmpress.sampling.standings import LeftOut, Standing
from esmpress.sampling.streams import batch_uniforms
from esmpress.sampling.tables import Minutes
from esmpress.sampling.wake_times import WakeTimes

HOUR = 60
# A clock that goes back shows no time twice longer than this after it, nor goes on within it.
CALM = 3 * HOUR


@dataclass(frozen=True)
class Batch:
    """The prompts of one schedule: a row for each participant, a column for each beep.

    `people` are places in what plan_many was given, `minutes` count from 00:00 UTC of the date,
    `moved` tells the columns whose wall-clock time a clock gap swallowed.
    """

    placed: Placed
    people: NDArray[np.int64]
    minutes: Minutes
    moved: tuple[bool, ...]


@dataclass(frozen=True)
class PlannedDate:
    """A date of many: batches, who has to be planned alone (places), and what has no place."""

    batches: tuple[Batch, ...]
    alone: tuple[int, ...]
    left_out: tuple[tuple[int, LeftOut], ...]


def plan_many(
    path: Sequence[Placed],
    *,
    on: datetime.date,
    people: Sequence[tuple[int, datetime.date]],
    time_zone: ZoneInfo,
    wake: WakeTimes | None,
    seed: bytes,
    algorithm: int = 1,
) -> PlannedDate:
    """Return what plan_date returns of each of `people`: participant number and study day 1.

    Where prompts of the days before can touch the date, or schedules are drawn together, it
    names the people instead; they have to be planned with plan_date and what stands already.
    """
    require_known(algorithm)
    batches: list[Batch] = []
    alone: list[int] = []
    left_out: list[tuple[int, LeftOut]] = []
    for (problem, *earlier), places in _alike(path, on, people, Person(0, time_zone, wake), seed):
        if _is_crowded(problem) or any(one.touches(problem) for one in earlier):
            alone += places
            continue
        left_out += [(place, one) for one in problem.failed for place in places]
        batches += _draw(problem, [people[place] for place in places], places, seed, algorithm)
    return PlannedDate(tuple(batches), tuple(alone), tuple(left_out))


def read_clock(
    on: datetime.date, time_zone: ZoneInfo, minutes: Minutes
) -> tuple[Minutes, NDArray[np.bool_]]:
    """Return the offset from UTC in minutes, and whether the local time occurs twice, at each."""
    first, last = int(minutes.min()) - CALM, int(minutes.max()) + CALM
    hourly = {
        offset_minutes(to_instant(on, minute), time_zone)
        for minute in range(first, last + HOUR, HOUR)
    }
    if len(hourly) == 1:
        return np.full(minutes.shape, hourly.pop()), np.zeros(minutes.shape, dtype=bool)
    known, where = np.unique(minutes, return_inverse=True)
    instants = [to_instant(on, int(minute)) for minute in known]
    offsets = np.array([offset_minutes(instant, time_zone) for instant in instants])
    twice = np.array([occurs_twice(instant, time_zone) for instant in instants])
    return offsets[where].reshape(minutes.shape), twice[where].reshape(minutes.shape)


def _alike(
    path: Sequence[Placed],
    on: datetime.date,
    people: Sequence[tuple[int, datetime.date]],
    anybody: Person,
    seed: bytes,
) -> Iterator[tuple[tuple[Problem, ...], list[int]]]:
    """The places of people by the problem of the date and those of the dates before it."""
    own_bursts = any(_has_own_bursts(placed.scheme) for placed in path)
    by_start: dict[tuple[int, datetime.date], list[int]] = defaultdict(list)
    for place, (number, start_date) in enumerate(people):
        by_start[number if own_bursts else 0, start_date].append(place)
    # Problems are made once: to hash them would take longer than to draw them.
    alike: dict[tuple[int, ...], tuple[tuple[Problem, ...], list[int]]] = {}
    for (number, start_date), places in by_start.items():
        person = replace(anybody, number=number)
        problems = tuple(
            pose_date(path, start_date=start_date, on=on - back * DAY, person=person, seed=seed)
            for back in range(NEAR + 1)
        )
        alike.setdefault(tuple(map(id, problems)), (problems, []))[1].extend(places)
    yield from alike.values()


def _is_crowded(problem: Problem) -> bool:
    together = any(len(group) > 1 for group in problem.groups)
    return together or bool(problem.offsets) or any(one.skipped for one in problem.certain)


def _has_own_bursts(scheme: Scheme) -> bool:
    return isinstance(scheme, DailyScheme) and isinstance(scheme.bursts, MonthlyBursts)


def _draw(
    problem: Problem,
    people: Sequence[tuple[int, datetime.date]],
    places: Sequence[int],
    seed: bytes,
    algorithm: int,
) -> Iterator[Batch]:
    rows = np.array(places)
    for standing in problem.certain:
        minutes = np.array([block.start for block in standing.blocks])
        yield _batch(standing, rows, np.broadcast_to(minutes, (len(rows), len(minutes))))
    numbers = [number for number, _ in people]
    study_days = [(problem.on - start_date).days + 1 for _, start_date in people]
    for (standing,) in problem.groups:
        uniforms = batch_uniforms(
            seed,
            schedule=standing.placed.schedule,
            participants=numbers,
            study_days=study_days,
            algorithm=algorithm,
            count=len(standing.blocks),
        )
        minutes = standing.blocks[0].start + draw_days(standing.shape(), uniforms)
        yield _batch(standing, rows, minutes)


def _batch(standing: Standing, rows: NDArray[np.int64], minutes: Minutes) -> Batch:
    return Batch(standing.placed, rows, minutes, tuple(block.moved for block in standing.blocks))

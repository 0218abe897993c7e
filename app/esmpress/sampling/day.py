"""A participant's day: the prompts of all schedules, with the gaps between them kept."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from esmpress.sampling.bursts import burst_days
from esmpress.sampling.clock import MINUTE, to_instant
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.drawing import Words, draw_problem
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.plan import PlannedPrompt, require_known, to_prompt
from esmpress.sampling.posing import DAY, NEAR, Active, Problem, pose, reach_on
from esmpress.sampling.standings import LeftOut, Pin
from esmpress.sampling.wake_times import WakeTimesUnknown

# How many days ahead a date leaves room for at most, as long as one day reaches to the next.
DAYS_AHEAD = 14


@dataclass(frozen=True)
class Taken:
    """A prompt that stands already: nothing comes closer than its gap in minutes, or its own."""

    at: datetime.datetime
    gap: int


@dataclass(frozen=True)
class PlannedDay:
    """The prompts of a study day by schedule, and what had no place on it and why."""

    study_day: int
    date: datetime.date
    prompts: dict[int, list[PlannedPrompt]]
    left_out: tuple[LeftOut, ...]


def plan_date(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
    taken: Iterable[Taken] = (),
    algorithm: int = 1,
) -> PlannedDay:
    """Return the prompts of all schedules of a path on a local date; `start_date` is study day 1.

    Each feasible day has the same probability, given the prompts that stand (`taken`, also those
    of the days before). Raises ValueError for an unknown algorithm.
    """
    require_known(algorithm)
    problem = pose_date(path, start_date=start_date, on=on, person=person, seed=seed)
    words = Words(seed, person.number, (on - start_date).days + 1, algorithm)
    midnight = to_instant(on, 0)
    pins = [Pin((one.at - midnight) / MINUTE, one.gap) for one in taken]
    drawn, left_out = draw_problem(problem, words, pins)
    prompts = {
        standing.placed.schedule: [
            to_prompt(
                standing.placed.scheme,
                standing.blocks[beep - 1],
                beep,
                to_instant(on, minute),
                person.time_zone,
            )
            for beep, minute in minutes.items()
        ]
        for standing, minutes in drawn
    }
    return PlannedDay(words.study_day, on, prompts, problem.failed + tuple(left_out))


def plan_dates(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    first: datetime.date,
    last: datetime.date,
    person: Person,
    seed: bytes,
    algorithm: int = 1,
) -> Iterator[PlannedDay]:
    """Yield the days from `first` to `last`, as they come out if nothing but the plan stands.

    Replays no more of the days before than can touch the first.
    """
    gaps = {placed.schedule: placed.scheme.min_gap_minutes for placed in path}
    recent: list[list[Taken]] = []
    on = _independent_from(path, start_date=start_date, on=first, person=person, seed=seed)
    while on <= last:
        day = plan_date(
            path,
            start_date=start_date,
            on=on,
            person=person,
            seed=seed,
            taken=chain.from_iterable(recent[-NEAR:]),
            algorithm=algorithm,
        )
        recent.append([Taken(p.scheduled_at, gaps[s]) for s in day.prompts for p in day.prompts[s]])
        if on >= first:
            yield day
        on += DAY


def pose_date(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
) -> Problem:
    """Return what is known of a participant's date before anything is drawn."""
    before, days = days_around(path, start_date=start_date, on=on, person=person, seed=seed)
    return pose(before, days, on, person.time_zone, person.wake)


def days_around(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
) -> tuple[tuple[Active, ...], tuple[Active, ...]]:
    """Return what asks on the NEAR dates before a date, and on it and those it leaves room for."""

    def active(days: int) -> Active:
        there = on + days * DAY
        return active_on(path, start_date=start_date, on=there, person=person, seed=seed)

    days = [active(ahead) for ahead in range(NEAR + 1)]
    while len(days) <= DAYS_AHEAD and reach_on(days, on, person.time_zone, person.wake):
        days.append(active(len(days)))
    return tuple(active(-back) for back in range(NEAR, 0, -1)), tuple(days)


def active_on(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
) -> Active:
    """Return the schedules of a path that ask on a date by themselves."""
    study_day = (on - start_date).days + 1
    return tuple(
        placed
        for placed in path
        if placed.covers(study_day)
        and placed.scheme.asks_by_itself
        and _has_prompts(placed, on, placed.first_date(start_date), person, seed)
    )


def _has_prompts(
    placed: Placed, on: datetime.date, first_date: datetime.date, person: Person, seed: bytes
) -> bool:
    scheme, bursts = placed.scheme, None
    try:
        if isinstance(scheme, DailyScheme) and scheme.bursts is not None:
            bursts = burst_days(
                scheme.bursts,
                days=scheme.days,
                first_date=first_date,
                seed=seed,
                participant=person.number,
                first_day=placed.first_day,
            )
        day = (on - first_date).days + 1
        return scheme.has_prompts_on(
            day, on, first_date=first_date, burst_days=bursts, wake=person.wake
        )
    except WakeTimesUnknown:
        # Posing the date says so.
        return True


def _independent_from(
    path: Sequence[Placed],
    *,
    start_date: datetime.date,
    on: datetime.date,
    person: Person,
    seed: bytes,
) -> datetime.date:
    """The last date up to `on` that no earlier one can touch, nor any date between them."""

    def problem(day: datetime.date) -> Problem:
        return pose_date(path, start_date=start_date, on=day, person=person, seed=seed)

    first = day = on
    while day >= first and day > start_date:
        for back in range(1, NEAR + 1):
            if problem(day - back * DAY).touches(problem(day)):
                first = min(first, day - back * DAY)
        day -= DAY
    return max(first, min(start_date, on))

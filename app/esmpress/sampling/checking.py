"""Can a whole design be kept, on every weekday it may begin on? A no names what to change."""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from esmpress.sampling.clock import offset_minutes
from esmpress.sampling.day import days_around, pose_date
from esmpress.sampling.design import StudyDesign
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.path import Placed
from esmpress.sampling.person import Person
from esmpress.sampling.posing import DAY, Active, Problem
from esmpress.sampling.schemes import Scheme
from esmpress.sampling.tables import InfeasibleDesign
from esmpress.sampling.wake_times import WakeTimes

# A Monday without a clock change near it: day 1 of a participant can be any day of its week.
MONDAY = datetime.date(2027, 1, 4)
# After so many days on the same schedules, weekdays have met each other in every way.
DAYS_LOOKED_AT = 21
DAYS_OF_A_WEEK = 7
UTC = ZoneInfo("UTC")
# Monthly bursts depend on seed and participant: a few placements stand for all.
SEED = bytes(16)
PARTICIPANTS = (1, 2, 3)


def infeasibilities(design: StudyDesign, wake: WakeTimes | None = None) -> list[str]:
    """Return why the design cannot be kept, one sentence each that names the field to change.

    What follows the participant's own day is only looked at when `wake` says when that is. How
    schedules go together is looked at once each of them can be kept alone.
    """
    return _each_once(_of_schedules(design, wake)) or _each_once(_of_days(design, wake))


def clock_change_failures(
    design: StudyDesign, time_zone: ZoneInfo, *, today: datetime.date, wake: WakeTimes | None = None
) -> list[str]:
    """Return what has no place on the dates of the coming year on which the clocks change."""
    person = Person(1, time_zone, wake)
    return _each_once(
        f"On the clock change of {on} prompts will be missing: {one.reason}"
        for on in clock_changes(time_zone, first=today, last=today + 366 * DAY)
        for path in _paths(design, wake)
        for start in _starts_before(on, path)
        for one in pose_date(path, start_date=start, on=on, person=person, seed=SEED).failed
    )


def clock_changes(
    time_zone: ZoneInfo, *, first: datetime.date, last: datetime.date
) -> list[datetime.date]:
    """Return the local dates from `first` to `last` on which the zone's offset from UTC changes."""
    ends = [first + n * DAY for n in range((last - first).days + 2)]
    offsets = [offset_minutes(_midnight(on, time_zone), time_zone) for on in ends]
    return [
        on for on, this, next_ in zip(ends, offsets, offsets[1:], strict=False) if this != next_
    ]


def _midnight(on: datetime.date, time_zone: ZoneInfo) -> datetime.datetime:
    return datetime.datetime.combine(on, datetime.time.min, time_zone).astimezone(datetime.UTC)


def _each_once(sentences: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(sentences))


def _of_schedules(design: StudyDesign, wake: WakeTimes | None) -> Iterator[str]:
    for entry in design.schedules:
        try:
            check_feasible(entry.scheme, wake)
        except InfeasibleDesign as error:
            yield f"Schedule “{entry.name}”: {error}"


def _of_days(design: StudyDesign, wake: WakeTimes | None) -> Iterator[str]:
    for path in _paths(design, wake):
        # The weeks looked at stand for all: no date of theirs is left out.
        whole = tuple(replace(placed, scheme=_on_every_date(placed.scheme)) for placed in path)
        names = {placed.schedule: placed.name for placed in path}
        for number in PARTICIPANTS:
            for problem in _distinct_problems(whole, Person(number, UTC, wake)):
                for one in problem.failed:
                    yield f"Schedule “{names[one.schedule]}”: {one.reason}"


def _on_every_date(scheme: Scheme) -> Scheme:
    return scheme.model_copy(update={"excluded_dates": ()})


def _paths(design: StudyDesign, wake: WakeTimes | None) -> list[tuple[Placed, ...]]:
    arms: list[str | None] = [arm.name for arm in design.arms]
    return [
        tuple(placed for placed in design.path(arm) if _is_known(placed, wake))
        for arm in arms or [None]
    ]


def _is_known(placed: Placed, wake: WakeTimes | None) -> bool:
    scheme = placed.scheme
    own = scheme.windows == "participant" or scheme.kind == "anchored"
    return scheme.asks_by_itself and (wake is not None or not own)


def _distinct_problems(path: Sequence[Placed], person: Person) -> Iterator[Problem]:
    """Each combination of schedules on neighbouring days once, for each weekday."""
    seen: set[tuple[int, tuple[tuple[Active, ...], ...]]] = set()
    days = sorted({day for placed in path for day in _days_of(placed)})
    for start in (MONDAY + n * DAY for n in range(DAYS_OF_A_WEEK)):
        for on in (start + (day - 1) * DAY for day in days):
            around = days_around(path, start_date=start, on=on, person=person, seed=SEED)
            key = (on.weekday(), around)
            if around[1][0] and key not in seen:
                seen.add(key)
                yield pose_date(path, start_date=start, on=on, person=person, seed=SEED)


def _days_of(placed: Placed) -> set[int]:
    """The study days at the two ends of a schedule, which meet what begins and ends there."""
    begins = placed.first_day
    ends = begins + placed.scheme.last_day - 1
    if placed.last_day is not None:
        ends = min(ends, placed.last_day)
    days = range(begins, ends + 1)
    return {*days[:DAYS_LOOKED_AT], *days[-DAYS_LOOKED_AT:]}


def _starts_before(on: datetime.date, path: Sequence[Placed]) -> list[datetime.date]:
    """A few first days that bring the date into each schedule's days."""
    days = {placed.first_day + n for placed in path for n in range(DAYS_OF_A_WEEK)}
    return [on - (day - 1) * DAY for day in sorted(days)]

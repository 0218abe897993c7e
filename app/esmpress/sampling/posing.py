"""What is known of a date before anything is drawn: blocks, certain prompts, room for tomorrow."""

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.sampling.blocks import Block
from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.interval import Interval
from esmpress.sampling.joint import Member, build_joint_tables
from esmpress.sampling.path import Placed
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import (
    DayShape,
    InfeasibleDesign,
    Range,
    block_out,
    build_tables,
)
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from esmpress.sampling.wall_times import DAY_MINUTES

DAY = datetime.timedelta(days=1)
FOREVER = 10 * DAY_MINUTES
# The schedules with prompts on a date.
Active = tuple[Placed, ...]


@dataclass(frozen=True)
class LeftOut:
    """A prompt that has no place on its day, or (`beep` None) all of a schedule's, and why."""

    schedule: int
    beep: int | None
    reason: str


@dataclass(frozen=True)
class Pin:
    """A prompt that stands: its minute after 00:00 UTC of the date, and the gap it asks for."""

    minute: float
    gap: int

    def around(self, gap: int) -> Range:
        """The whole minutes closer to it than the larger of both gaps."""
        wide = max(self.gap, gap)
        return math.floor(self.minute - wide) + 1, math.ceil(self.minute + wide)


@dataclass(frozen=True)
class Standing:
    """A schedule on a date: its blocks, and the minutes it is kept from, alike for everybody."""

    placed: Placed
    blocks: tuple[Block, ...]
    blocked: tuple[Range, ...] = ()

    @property
    def gap(self) -> int:
        """The minutes it asks for between its prompts and those of any schedule."""
        return self.placed.scheme.min_gap_minutes

    @property
    def has_offset(self) -> bool:
        """Whether one random first offset moves all its prompts, each within its block."""
        scheme = self.placed.scheme
        return isinstance(scheme, Interval) and scheme.random_offset

    @property
    def is_certain(self) -> bool:
        """Whether nothing is left to chance."""
        one_minute_each = all(block.stop == block.start + 1 for block in self.blocks)
        return one_minute_each and not self.has_offset

    @property
    def first(self) -> int:
        """The earliest minute of any of its prompts."""
        return min(block.start for block in self.blocks)

    @property
    def last(self) -> int:
        """The latest minute of any of its prompts."""
        return max(block.stop for block in self.blocks) - 1

    def gap_to(self, other: "Standing") -> int:
        """The minutes between prompts of the two at least."""
        return max(self.gap, other.gap)

    def meets(self, later: "Standing", *, days: int = 0) -> bool:
        """Whether a prompt of it can come too close to one of `later`, so many days on."""
        begin = later.first + days * DAY_MINUTES
        end = later.last + days * DAY_MINUTES
        gap = self.gap_to(later)
        return begin - self.last < gap and self.first - end < gap

    def keep_overlapping(self, ranges: Iterable[Range]) -> tuple[Range, ...]:
        """Those of the ranges that take away minutes of its blocks."""
        return tuple(
            (start, stop)
            for start, stop in ranges
            if any(start < block.stop and block.start < stop for block in self.blocks)
        )

    def member(self) -> Member:
        """The schedule as one of several drawn together."""
        ranges = tuple((block.start, block.stop) for block in self.blocks)
        return Member(ranges, self.placed.scheme.smallest_gap, self.blocked)

    def shape(self) -> DayShape:
        """The shape drawn from, counted from the first block: equal days share tables."""
        origin = self.blocks[0].start
        moved = tuple((start - origin, stop - origin) for start, stop in self.blocked)
        return replace(self.placed.scheme.shape(self.blocks), blocked=moved)


Group = tuple[Standing, ...]


@dataclass(frozen=True)
class Problem:
    """A date to draw: what is certain, what one offset moves, and what is drawn together."""

    on: datetime.date
    certain: tuple[Standing, ...]
    offsets: tuple[Standing, ...]
    groups: tuple[Group, ...]
    failed: tuple[LeftOut, ...]

    @property
    def drawn(self) -> tuple[Standing, ...]:
        """Every schedule that chance has a part in."""
        return self.offsets + tuple(standing for group in self.groups for standing in group)

    def touches(self, following: "Problem") -> bool:
        """Whether what is drawn here decides what can be drawn on the next date."""
        return any(
            standing.meets(later, days=1) for standing in self.drawn for later in following.drawn
        )


@lru_cache(maxsize=2048)
def pose(
    before: Active,
    days: tuple[Active, ...],
    on: datetime.date,
    zone: ZoneInfo,
    wake: WakeTimes | None,
) -> Problem:
    """Return the problem of a date, from the schedules of the day before, the day and those after.

    A schedule without any room is left out of it, with the reason.
    """
    standings, failed = _lay_out(days[0], on, zone, wake)
    certain = tuple(standing for standing in standings if standing.is_certain)
    drawn = tuple(standing for standing in standings if not standing.is_certain)
    following = _following(standings, days, on, zone, wake)
    pins = _certain_pins(certain) + _certain_pins(_certain_before(before, on, zone, wake), days=-1)
    pins += _certain_pins(following.certain, days=1) if following else []
    kept = [_keep_off(standing, pins, following) for standing in drawn]
    groups = _group(standing for standing in kept if not standing.has_offset)
    offsets = [standing for standing in kept if standing.has_offset]
    failures = dict(chain(_unfit_offsets(offsets, kept), _unfit_groups(groups)))
    reasons = [LeftOut(one.placed.schedule, None, why) for one, why in failures.items()]
    return Problem(
        on,
        certain,
        tuple(one for one in offsets if one not in failures),
        tuple(group for group in groups if group[0] not in failures),
        (*failed, *reasons),
    )


def _following(
    standings: Sequence[Standing],
    days: tuple[Active, ...],
    on: datetime.date,
    zone: ZoneInfo,
    wake: WakeTimes | None,
) -> Problem | None:
    """The problem of the next date, if any of its prompts can come close to one of this date."""
    if not days[1:]:
        return None
    later, _ = _lay_out(days[1], on + DAY, zone, wake)
    if not any(one.meets(other, days=1) for one in standings for other in later):
        return None
    return pose(days[0], days[1:], on + DAY, zone, wake)


def latest_starts(group: Group) -> list[tuple[int, Standing]]:
    """For each schedule that can have the first prompt of the group, its latest minute."""
    if len(group) == 1:
        (standing,) = group
        table = build_tables(standing.shape()).blocks[0]
        latest = table.start + int(table.completions.nonzero()[0][-1])
        return [(standing.blocks[0].start + latest, standing)]
    tables = build_joint_tables(tuple(standing.member() for standing in group))
    return [
        (begin + int(tables.weights[state].nonzero()[0][-1]), group[state[1]])
        for state, begin in tables.next_states((0,) * len(group))
    ]


def offset_choices(standing: Standing, blocked: Sequence[Range]) -> list[int]:
    """The first offsets in minutes that bring no prompt into a blocked range."""
    first = standing.blocks[0]
    free = np.ones(first.stop - first.start)
    for block in standing.blocks:
        own = np.ones(len(free))
        block_out(own, block.start, blocked)
        own[block.stop - block.start :] = 1.0
        free *= own
    return [int(offset) for offset in free.nonzero()[0]]


def require_groupable(group: Group) -> None:
    """Raise InfeasibleDesign if a maximum gap would have to hold across other drawn prompts.

    Likewise if the group has more prompts than a day has random numbers.
    """
    if sum(len(standing.blocks) for standing in group) > WORDS_PER_DAY:
        sentence = "There are too many prompts to draw together."
        raise InfeasibleDesign(sentence, block=1, limit="min_gap")
    limited = [s for s in group if s.placed.scheme.max_gap_minutes is not None]
    if len(group) > 1 and limited:
        others = ", ".join(f"“{s.placed.name}”" for s in group if s is not limited[0])
        raise InfeasibleDesign(
            f"max_gap_minutes cannot be kept while {others} is drawn at the same time of day.",
            block=1,
            limit="max_gap",
        )


@lru_cache(maxsize=4096)
def _lay_out(
    active: Active, on: datetime.date, zone: ZoneInfo, wake: WakeTimes | None
) -> tuple[tuple[Standing, ...], tuple[LeftOut, ...]]:
    standings: list[Standing] = []
    failed: list[LeftOut] = []
    for placed in active:
        try:
            blocks = cut_date(placed.scheme, on, zone, wake)
        except (InfeasibleDesign, WakeTimesUnknown) as error:
            failed.append(LeftOut(placed.schedule, None, str(error)))
        else:
            standings += [Standing(placed, tuple(blocks))] if blocks else []
    return tuple(standings), tuple(failed)


def _certain_before(
    active: Active, on: datetime.date, zone: ZoneInfo, wake: WakeTimes | None
) -> list[Standing]:
    standings, _ = _lay_out(active, on - DAY, zone, wake)
    return [standing for standing in standings if standing.is_certain]


def _certain_pins(standings: Iterable[Standing], *, days: int = 0) -> list[Pin]:
    return [
        Pin(block.start + days * DAY_MINUTES, standing.gap)
        for standing in standings
        for block in standing.blocks
    ]


def _keep_off(standing: Standing, pins: Sequence[Pin], following: Problem | None) -> Standing:
    ranges = [pin.around(standing.gap) for pin in pins]
    ranges += [(room + 1, FOREVER) for room in _rooms(standing, following)]
    return replace(standing, blocked=standing.keep_overlapping(ranges))


def _rooms(standing: Standing, following: Problem | None) -> Iterator[int]:
    """The last minutes it may take so that each group of the next date still has a day."""
    if following is None:
        return
    for later in following.offsets:
        if standing.meets(later, days=1):
            latest = later.blocks[0].start + offset_choices(later, later.blocked)[-1]
            yield latest + DAY_MINUTES - standing.gap_to(later)
    for group in following.groups:
        if any(standing.meets(later, days=1) for later in group):
            yield max(
                minute + DAY_MINUTES - standing.gap_to(later)
                for minute, later in latest_starts(group)
            )


def _group(standings: Iterable[Standing]) -> list[Group]:
    """Parts that are drawn apart, as no prompt of one can come close to one of another."""
    groups: list[Group] = []
    for standing in standings:
        near = [g for g in groups if any(one.meets(standing) for one in g)]
        groups = [g for g in groups if g not in near]
        groups.append((*(one for g in near for one in g), standing))
    return groups


def _unfit_offsets(
    offsets: Sequence[Standing], drawn: Sequence[Standing]
) -> Iterator[tuple[Standing, str]]:
    for one in offsets:
        near = [f"“{o.placed.name}”" for o in drawn if o != one and one.meets(o)]
        if near:
            yield one, f"random_offset cannot be kept apart from {', '.join(near)}, drawn too."
        elif not offset_choices(one, one.blocked):
            yield one, "every_minutes: prompts of other schedules leave no first offset."


def _unfit_groups(groups: Iterable[Group]) -> Iterator[tuple[Standing, str]]:
    for group in groups:
        try:
            require_groupable(group)
            latest_starts(group)
        except InfeasibleDesign as error:
            yield from ((standing, _explain(group, error)) for standing in group)


def _explain(group: Group, error: InfeasibleDesign) -> str:
    if len(group) > 1:
        names = " and ".join(f"“{standing.placed.name}”" for standing in group)
        return f"{names} cannot be drawn on the same day: {error} Lower min_gap_minutes of both."
    (standing,) = group
    block = standing.blocks[error.block - 1]
    length = block.stop - block.start
    part = standing.placed.scheme.part.capitalize()
    return (
        f"{part} {error.block} ({length} minutes long) cannot hold a prompt: prompts of other "
        f"schedules or days leave no minute of it that is {standing.gap} minutes (min_gap_minutes) "
        "away from them."
    )

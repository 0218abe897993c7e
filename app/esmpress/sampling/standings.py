"""A schedule on one date: its blocks, and how close it can come to others."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from esmpress.sampling.blocks import Block
from esmpress.sampling.interval import Interval
from esmpress.sampling.joint import Member, build_joint_tables
from esmpress.sampling.path import Placed
from esmpress.sampling.tables import DayShape, Range, block_out, build_tables
from esmpress.sampling.wall_times import DAY_MINUTES


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
    # Beeps of certain prompts that come too close to another one.
    skipped: frozenset[int] = frozenset()

    @property
    def moments(self) -> dict[int, int]:
        """The minute at which the block of each beep begins, of those that are not skipped."""
        beeps = enumerate(self.blocks, start=1)
        return {beep: block.start for beep, block in beeps if beep not in self.skipped}

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

    def kept_off(self, pins: Iterable["Pin"]) -> "Standing":
        """The schedule with the minutes around prompts that stand taken away."""
        taken = self.keep_overlapping(pin.around(self.gap) for pin in pins)
        return replace(self, blocked=(*self.blocked, *taken)) if taken else self

    def pins(self, days: int = 0) -> list["Pin"]:
        """Its certain prompts, so many days on, as prompts that stand."""
        return [Pin(minute + days * DAY_MINUTES, self.gap) for minute in self.moments.values()]

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

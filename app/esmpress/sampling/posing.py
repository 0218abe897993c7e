"""What is known of a date before anything is drawn: blocks, what is certain, room for later."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from zoneinfo import ZoneInfo

from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.path import Placed
from esmpress.sampling.standings import (
    Group,
    LeftOut,
    Pin,
    Standing,
    latest_starts,
    offset_choices,
)
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import InfeasibleDesign, Range
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from esmpress.sampling.wall_times import DAY_MINUTES

DAY = datetime.timedelta(days=1)
FOREVER = 10 * DAY_MINUTES
# So many days before and after a date can hold prompts too close to one of it.
NEAR = 2
# The schedules with prompts on a date.
Active = tuple[Placed, ...]


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

    def touches(self, later: "Problem") -> bool:
        """Whether what is drawn here decides what can be drawn on a later date."""
        days = (later.on - self.on).days
        return any(one.meets(other, days=days) for one in self.drawn for other in later.drawn)


@lru_cache(maxsize=2048)
def pose(
    before: tuple[Active, ...],
    days: tuple[Active, ...],
    on: datetime.date,
    zone: ZoneInfo,
    wake: WakeTimes | None,
) -> Problem:
    """Return the problem of a date, from the schedules of the NEAR days before, of it, and after.

    What has no room is left out of it, with the reason.
    """
    standings, failed = _lay_out(days[0], on, zone, wake)
    earlier = list(_certain_before(before, on, zone, wake))
    certain, too_close = _settle([one for one in standings if one.is_certain], earlier)
    followings = list(_followings(standings, before + days, on, zone, wake))
    pins = [pin for one in certain for pin in one.pins()]
    pins += [pin for back, one in earlier for pin in one.pins(days=-back)]
    pins += [pin for ahead, later in followings for one in later.certain for pin in one.pins(ahead)]
    drawn = [standing for standing in standings if not standing.is_certain]
    kept = [_keep_off(standing, pins, followings) for standing in drawn]
    groups = _group(standing for standing in kept if not standing.has_offset)
    offsets = [standing for standing in kept if standing.has_offset]
    failures = dict(chain(_unfit_offsets(offsets, kept), _unfit_groups(groups)))
    reasons = [LeftOut(one.placed.schedule, None, why) for one, why in failures.items()]
    return Problem(
        on,
        certain,
        tuple(one for one in offsets if one not in failures),
        tuple(group for group in groups if group[0] not in failures),
        (*failed, *too_close, *reasons),
    )


def reach_on(
    days: Sequence[Active], on: datetime.date, zone: ZoneInfo, wake: WakeTimes | None
) -> bool:
    """Whether the last of some consecutive days, the first of them `on`, meets one before it."""
    last = len(days) - 1
    later, _ = _lay_out(days[last], on + last * DAY, zone, wake)
    return any(
        one.meets(other, days=back)
        for back in range(1, min(NEAR, last) + 1)
        for one in _lay_out(days[last - back], on + (last - back) * DAY, zone, wake)[0]
        for other in later
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
    before: tuple[Active, ...], on: datetime.date, zone: ZoneInfo, wake: WakeTimes | None
) -> Iterator[tuple[int, Standing]]:
    for back, active in enumerate(reversed(before), start=1):
        standings, _ = _lay_out(active, on - back * DAY, zone, wake)
        yield from ((back, standing) for standing in standings if standing.is_certain)


def _settle(
    certain: Sequence[Standing], earlier: Sequence[tuple[int, Standing]]
) -> tuple[tuple[Standing, ...], list[LeftOut]]:
    """Skip what comes too close to a certain prompt before it; only a clock change does that.

    On other dates such a design was refused before its launch.
    """
    placed = [
        (minute - back * DAY_MINUTES, one)
        for back, one in earlier
        for minute in one.moments.values()
    ]
    own = [(minute, one, beep) for one in certain for beep, minute in one.moments.items()]
    left_out: list[LeftOut] = []
    for minute, one, beep in sorted(own, key=lambda moment: moment[0]):
        near = [(at, other) for at, other in placed if minute - at < one.gap_to(other)]
        if near:
            left_out.append(LeftOut(one.placed.schedule, beep, _collision(minute, one, *near[-1])))
        else:
            placed.append((minute, one))
    skipped: dict[int, set[int]] = defaultdict(set)
    for out in left_out:
        skipped[out.schedule] |= {out.beep} if out.beep is not None else set()
    settled = (
        replace(one, skipped=frozenset(skipped[one.placed.schedule] & one.moments.keys()))
        for one in certain
    )
    return tuple(settled), left_out


def _collision(minute: int, one: Standing, at: int, other: Standing) -> str:
    return (
        f"“{other.placed.name}” and “{one.placed.name}” ask {minute - at} minutes apart, which is "
        f"less than min_gap_minutes, {one.gap_to(other)}: lower it or move one of the times."
    )


def _followings(
    standings: Sequence[Standing],
    around: tuple[Active, ...],
    on: datetime.date,
    zone: ZoneInfo,
    wake: WakeTimes | None,
) -> Iterator[tuple[int, Problem]]:
    """The problems of the next dates that have prompts which can come close to one of this."""
    for ahead in range(1, min(NEAR, len(around) - NEAR - 1) + 1):
        day = on + ahead * DAY
        later, _ = _lay_out(around[NEAR + ahead], day, zone, wake)
        if any(one.meets(other, days=ahead) for one in standings for other in later):
            before, days = around[ahead : NEAR + ahead], around[NEAR + ahead :]
            yield ahead, pose(before, days, day, zone, wake)


def _keep_off(
    standing: Standing, pins: Sequence[Pin], followings: Sequence[tuple[int, Problem]]
) -> Standing:
    ranges = [pin.around(standing.gap) for pin in pins]
    for ahead, following in followings:
        ranges += _without_room(standing, ahead * DAY_MINUTES, following)
    return replace(standing, blocked=standing.keep_overlapping(ranges))


def _without_room(standing: Standing, shift: int, following: Problem) -> Iterator[Range]:
    """The minutes it may not take, as a group of the following date would have no day left."""
    for later in following.offsets:
        latest = later.blocks[0].start + offset_choices(later, later.blocked)[-1] + shift
        yield latest - standing.gap_to(later) + 1, FOREVER
    for group in following.groups:
        if min(later.first for later in group) + shift > standing.last:
            latest = max(
                minute + shift - standing.gap_to(later) for minute, later in latest_starts(group)
            )
            yield latest + 1, FOREVER
        elif any(standing.meets(later, days=shift // DAY_MINUTES) for later in group):
            yield from _crowding(standing, shift, group)


def _crowding(standing: Standing, shift: int, group: Group) -> Iterator[Range]:
    """The same, one by one, where prompts of the later date can come before it."""
    for minute in {m for block in standing.blocks for m in range(block.start, block.stop)}:
        pin = Pin(minute - shift, standing.gap)
        try:
            latest_starts(tuple(later.kept_off([pin]) for later in group))
        except InfeasibleDesign:
            yield minute, minute + 1


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

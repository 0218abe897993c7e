"""How close prompts of different days or schedules can come: gaps the sampler does not see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from esmpress.sampling.blocks import Block
from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.wall_times import DAY_MINUTES

# A fortnight without a clock change: day 1 of a participant can be any of its first seven days.
DATES = tuple(date(2027, 1, 4) + timedelta(days=n) for n in range(14))
STARTS = range(7)
LOOKED_AHEAD = 8
ZONE = ZoneInfo("UTC")


@dataclass(frozen=True)
class ClosePair:
    """Two schemes, by place in their list, whose prompts can be `minutes` apart despite `gap`."""

    first: int
    second: int
    minutes: int
    gap: int


@dataclass(frozen=True)
class _Placed:
    scheme: int
    day: int
    block: Block
    gap: int


def close_pairs(schemes: Sequence[SchemeFields]) -> list[ClosePair]:
    """Return the pairs that can come closer than the larger of their minimum gaps, each once.

    A pair of a scheme with itself means two of its days. Raises InfeasibleDesign.
    """
    closest: dict[tuple[int, int], ClosePair] = {}
    for earlier, later in chain.from_iterable(_neighbours(schemes, start) for start in STARTS):
        gap = max(earlier.gap, later.gap)
        minutes = max(0, later.block.start - earlier.block.stop + 1)
        first, second = sorted((earlier.scheme, later.scheme))
        known = closest.get((first, second))
        if minutes < gap and (known is None or minutes < known.minutes):
            closest[first, second] = ClosePair(first, second, minutes, gap)
    return list(closest.values())


def _neighbours(schemes: Sequence[SchemeFields], start: int) -> Iterator[tuple[_Placed, _Placed]]:
    placed = sorted(_place(schemes, start), key=lambda entry: entry.block.start)
    reach = max((scheme.min_gap_minutes for scheme in schemes), default=0)
    for index, earlier in enumerate(placed):
        for later in placed[index + 1 :]:
            if later.block.start - earlier.block.stop >= reach:
                break
            if (earlier.scheme, earlier.day) != (later.scheme, later.day):
                yield earlier, later


def _place(schemes: Sequence[SchemeFields], start: int) -> Iterator[_Placed]:
    for index, scheme in enumerate(schemes):
        for day, on in enumerate(DATES[start : start + min(scheme.days, LOOKED_AHEAD)]):
            for block in cut_date(scheme, on, ZONE):
                moved = Block(block.start + day * DAY_MINUTES, block.stop + day * DAY_MINUTES)
                yield _Placed(index, day, moved, scheme.min_gap_minutes)

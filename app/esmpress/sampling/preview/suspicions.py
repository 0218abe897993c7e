"""What is suspicious about the moments of one schedule: too early, too late, too predictable."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.once import Once
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.freedom import free_minutes, outer_quarter
from esmpress.sampling.preview.ordinary_days import ORIGIN, WIDTH, Typical, expected
from esmpress.sampling.preview.remarks import Remark, warn
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.sampler import minute_probabilities
from esmpress.sampling.tables import DayShape, Floats
from esmpress.sampling.wall_times import DAY_MINUTES, format_time

# Most adults sleep then; a prompt wakes them or is missed.
NIGHT_FROM, NIGHT_TO = 23 * 60, 7 * 60
# The hour that most clock changes skip or repeat.
CHANGE_FROM, CHANGE_TO = 2 * 60, 3 * 60
# Whoever is left less than half an hour to be surprised in can foresee the next prompt; a fixed
# time with jitter is meant so, hence only where gaps take more than half of the freedom.
LEAST_FREE_MINUTES = 30
LEAST_SHARE_OF_FREEDOM = 0.5
# Without a gap 25 %; 40 % is what engines with a late bias reach, and is taken for a flaw there.
LARGEST_QUARTER = 0.4
# Moments that come twice as often as the mean show in every average over the day.
LARGEST_PEAK = 2.0
# Minutes that other schedules' gaps take from a window; a twentieth of it does not show.
LARGEST_LOSS = 0.05
# A shorter schedule has each weekday once at most anyway.
WEEK = 7


def suspicions(preview: Preview) -> Iterator[Remark]:
    """Yield the warnings about each schedule's moments, from its exact curves."""
    for typical in preview.typical:
        name, scheme = typical.placed.name, typical.placed.scheme
        yield from _at_night(name, scheme, expected(typical.curves))
        if not isinstance(scheme, Once):
            yield from _one_weekday(name, scheme, preview.curves[typical.placed.schedule])
        if isinstance(scheme, RandomInBlocks | RandomTimes | FixedTimes):
            yield from _determined(name, scheme, typical)
        yield from _crowded_out(name, typical)
        if isinstance(scheme, RandomInBlocks) and len(typical.blocks) > 1:
            yield from _at_edges(name, typical)
        if isinstance(scheme, RandomTimes):
            yield from _peaked(name, typical)


def field_of_time(scheme: SchemeFields) -> str:
    """Return the field by which the prompts of a scheme are moved to other hours."""
    if isinstance(scheme, FixedTimes):
        return "times"
    if isinstance(scheme, Once) and scheme.time is not None:
        return "time"
    if isinstance(scheme, RandomInBlocks) and not isinstance(scheme.blocks, int):
        return "blocks"
    return "windows"


def prompts_between(curve: Floats, start: int, stop: int) -> float:
    """Return the prompts a day expected between two times of the clock; over midnight it wraps."""
    clock = (np.arange(WIDTH) - ORIGIN) % DAY_MINUTES
    inside = (clock >= start) & (clock < stop)
    if stop <= start:
        inside = (clock >= start) | (clock < stop)
    return float(curve[inside].sum())


def _at_night(name: str, scheme: SchemeFields, curve: Floats) -> Iterator[Remark]:
    if scheme.windows == "participant" or scheme.kind == "anchored":
        return
    field = field_of_time(scheme)
    night = prompts_between(curve, NIGHT_FROM, NIGHT_TO)
    if night > 0:
        yield warn(
            name,
            field,
            f"{_number(night)} prompts a day come between {format_time(NIGHT_FROM)} and "
            f"{format_time(NIGHT_TO)}, when most people sleep; move them, or follow the "
            "participant's own waking hours.",
        )
    if prompts_between(curve, CHANGE_FROM, CHANGE_TO) > 0:
        yield warn(
            name,
            field,
            f"prompts can come between {format_time(CHANGE_FROM)} and {format_time(CHANGE_TO)}, "
            "the hour that clock changes skip or repeat; end before it or begin after it.",
        )


def _one_weekday(name: str, scheme: SchemeFields, curve: Floats) -> Iterator[Remark]:
    days = np.flatnonzero(curve.sum(axis=1))
    if len(days) == 1 and scheme.last_day > WEEK:
        field = "windows" if scheme.weekdays is None else "weekdays"
        yield warn(
            name,
            field,
            "all its prompts come on one weekday, so that nothing it measures can be told from "
            "that weekday; add another.",
        )


def _crowded_out(name: str, typical: Typical) -> Iterator[Remark]:
    """Minutes of the blocks that prompts of other schedules or days take away."""
    own = minute_probabilities(typical.placed.scheme.shape(typical.blocks))
    origin = typical.blocks[0].start
    alone = expected(replace(curve, start=curve.start + origin) for curve in own) > 0
    lost = alone & (expected(typical.curves) == 0)
    if lost.sum() > LARGEST_LOSS * alone.sum():
        minutes = np.flatnonzero(lost) - ORIGIN
        yield warn(
            name,
            "min_gap_minutes",
            f"{lost.sum()} minutes of its day between {format_time(int(minutes.min()))} and "
            f"{format_time(int(minutes.max()) + 1)} can have no prompt, as prompts of other "
            "schedules or days are too near; lower it, or move one of them.",
        )


def _determined(name: str, scheme: SchemeFields, typical: Typical) -> Iterator[Remark]:
    shape = scheme.shape(typical.blocks)
    if len(shape.blocks) < 2:
        return
    free = free_minutes(shape)
    unbound = free_minutes(DayShape(shape.blocks, min_gap=min(1, shape.min_gap)))
    if free < LEAST_FREE_MINUTES and free < LEAST_SHARE_OF_FREEDOM * unbound:
        field = "min_gap_minutes" if shape.max_gap is None else "max_gap_minutes"
        change = "lower it" if shape.max_gap is None else "raise it"
        yield warn(
            name,
            field,
            f"it leaves each prompt about {free:.0f} minutes to choose from instead of "
            f"{unbound:.0f}, so that participants can foresee the next; {change}, or ask less "
            "often.",
        )


def _at_edges(name: str, typical: Typical) -> Iterator[Remark]:
    pairs = zip(typical.blocks, typical.curves, strict=True)
    found = [
        (*outer_quarter(curve, block.start, block.stop), n)
        for n, (block, curve) in enumerate(pairs, 1)
    ]
    share, which, block = max(found)
    if share > LARGEST_QUARTER:
        yield warn(
            name,
            _gap_field(typical),
            f"it pushes {share:.0%} of the prompts of block {block} into the {which} quarter of "
            "the block, where 25% would be; relax it, or make the blocks longer.",
        )


def _peaked(name: str, typical: Typical) -> Iterator[Remark]:
    curve = expected(typical.curves)
    block = typical.blocks[0]
    window = curve[block.start + ORIGIN : block.stop + ORIGIN]
    peak = float(window.max() / window.mean())
    if peak > LARGEST_PEAK:
        yield warn(
            name,
            _gap_field(typical),
            f"it makes the likeliest minute of the window {peak:.1f} times as likely as the mean "
            "one; relax it, or ask less often.",
        )


def _gap_field(typical: Typical) -> str:
    limited = typical.placed.scheme.max_gap_minutes is not None
    return "max_gap_minutes" if limited else "min_gap_minutes"


def _number(value: float) -> str:
    return f"{value:.1f}" if value >= 0.05 else "a few"

"""What is suspicious about the moments of one schedule: too early, too late, too much alike."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from esmpress.sampling.anchored import Anchored
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.once import Once
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.ordinary_days import ORIGIN, WIDTH, Typical, expected
from esmpress.sampling.preview.predictability import predictable
from esmpress.sampling.preview.remarks import Remark, warn
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.sampler import minute_probabilities
from esmpress.sampling.tables import Floats
from esmpress.sampling.wall_times import DAY_MINUTES, format_time

# Most adults sleep then; a prompt wakes them or is missed.
NIGHT_FROM, NIGHT_TO = 23 * 60, 7 * 60
# The hour that most clock changes skip or repeat.
CHANGE_FROM, CHANGE_TO = 2 * 60, 3 * 60
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
        yield from _crowded_out(name, typical)
        yield from predictable(typical)


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
    if scheme.windows == "participant" or isinstance(scheme, Anchored):
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


def _number(value: float) -> str:
    return f"{value:.1f}" if value >= 0.05 else "a few"

"""Wall-clock times of one local date, placed on the absolute time line."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

Dst = Literal["", "gap", "fold"]

MINUTE = timedelta(minutes=1)


class Moment(NamedTuple):
    """Minutes after 00:00 UTC of the date; `moved` if the wall-clock time itself never came."""

    elapsed: int
    moved: bool


# Takes wall-clock minutes after local midnight; below 0 is the day before, from 1440 the day after.
FindMoment = Callable[[int], Moment]


def undisturbed_moment(minute: int) -> Moment:
    """Return the moment of a wall-clock minute on a day without a clock change."""
    return Moment(minute, moved=False)


def find_moment(on: date, time_zone: ZoneInfo, minute: int) -> Moment:
    """Return the moment of a wall-clock minute: the first of two, or the end of a clock gap."""
    wall = datetime.combine(on, time.min) + minute * MINUTE
    instant = wall.replace(tzinfo=time_zone).astimezone(UTC)
    moved = to_local(instant, time_zone) != wall
    if moved:
        instant = _end_of_gap(wall, time_zone, latest=instant)
    return Moment((instant - _midnight(on)) // MINUTE, moved)


def to_instant(on: date, elapsed: int) -> datetime:
    """Return the UTC instant so many minutes after 00:00 UTC of the date."""
    return _midnight(on) + elapsed * MINUTE


def to_local(instant: datetime, time_zone: ZoneInfo) -> datetime:
    """Return what the clocks of the zone show at an instant, without a zone attached."""
    return instant.astimezone(time_zone).replace(tzinfo=None)


def offset_minutes(instant: datetime, time_zone: ZoneInfo) -> int:
    """Return the zone's distance from UTC at an instant, in minutes, positive to the east."""
    local = instant.astimezone(time_zone)
    return (local.replace(tzinfo=UTC) - instant) // MINUTE


def occurs_twice(instant: datetime, time_zone: ZoneInfo) -> bool:
    """Return whether the clocks of the zone show this local time at another instant as well."""
    local = instant.astimezone(time_zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time.min, UTC)


def _end_of_gap(wall: datetime, time_zone: ZoneInfo, *, latest: datetime) -> datetime:
    # Read with the offset after the change (fold=1), a skipped time falls before the change; read
    # with the offset before it (`latest`), after the change.
    earliest = wall.replace(tzinfo=time_zone, fold=1).astimezone(UTC)
    minutes = range((latest - earliest) // MINUTE + 1)
    first = bisect_left(
        minutes, True, key=lambda minute: to_local(earliest + minute * MINUTE, time_zone) > wall
    )
    return earliest + first * MINUTE

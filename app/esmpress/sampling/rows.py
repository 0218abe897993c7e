"""Rows: what a drawn prompt looks like in a table."""

import datetime
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from esmpress.sampling.clock import Dst
from esmpress.sampling.path import Placed
from esmpress.sampling.wall_times import DAY_MINUTES, format_time

_CLOCK = [f"{format_time(minute)}:00" for minute in range(DAY_MINUTES)]


class Row(NamedTuple):
    """One prompt; local times without an offset, UTC with Z, days and beeps from 1."""

    participant: int
    day: int
    beep: int
    scheduled_local: str
    scheduled_utc: str
    open_until_utc: str
    utc_offset_minutes: int
    dst: Dst
    schedule: str


@dataclass(frozen=True)
class RowDay:
    """A study day, counted from 1, and the local date it falls on."""

    number: int
    on: datetime.date

    def row(
        self, participant: int, placed: Placed, *, beep: int, minute: int, offset: int, dst: Dst
    ) -> Row:
        """The row of a prompt so many minutes after 00:00 UTC of the date."""
        until = minute + placed.scheme.response_window_minutes
        return Row(
            participant,
            self.number,
            beep,
            self._text(minute + offset),
            f"{self._text(minute)}Z",
            f"{self._text(until)}Z",
            offset,
            dst,
            placed.name,
        )

    def _text(self, minute: int) -> str:
        days, minute_of_day = divmod(minute, DAY_MINUTES)
        return f"{_date_text(self.on, days)}T{_CLOCK[minute_of_day]}"


@lru_cache(maxsize=16384)
def _date_text(on: datetime.date, days_later: int) -> str:
    return (on + datetime.timedelta(days=days_later)).isoformat()

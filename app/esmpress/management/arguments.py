"""Arguments of commands: each text becomes a value, or a sentence on what to write instead."""

from __future__ import annotations

import re
import zoneinfo
from argparse import ArgumentTypeError
from datetime import date, datetime
from zoneinfo import ZoneInfo

from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.schemes import parse_wake_times
from esmpress.sampling.wake_times import WakeTimes

# The calendar has room for every study that begins in these years.
FIRST_YEAR, LAST_YEAR = 1970, 2199


def positive_number(text: str) -> int:
    """A whole number from 1."""
    if not re.fullmatch("[0-9]{1,9}", text) or int(text) < 1:
        raise ArgumentTypeError(f"write a whole number from 1 (not {text})")
    return int(text)


def seed_bytes(text: str) -> bytes:
    """A study's seed of 32 hex digits as its bytes, any other whole number as its digits."""
    if re.fullmatch("[0-9a-fA-F]{32}", text):
        return bytes.fromhex(text)
    if re.fullmatch("[0-9]{1,31}", text):
        return str(int(text)).encode("ascii")
    raise ArgumentTypeError(f"write a whole number from 0, or 32 hex digits (not {text})")


def local_date(text: str) -> date:
    """A date as YYYY-MM-DD, 1970 to 2199."""
    try:
        if re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            day = date.fromisoformat(text)
            if FIRST_YEAR <= day.year <= LAST_YEAR:
                return day
    except ValueError:
        pass
    raise ArgumentTypeError(
        f"write a date from {FIRST_YEAR} to {LAST_YEAR} as YYYY-MM-DD (not {text})"
    )


def instant(text: str) -> datetime:
    """An instant with its offset, as ISO 8601 has it."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise ArgumentTypeError(
            f"write an instant with its offset, like 2027-03-28T01:30:00+00:00 (not {text})"
        )
    return moment


def time_zone(text: str) -> ZoneInfo:
    """An IANA time zone."""
    if text not in zoneinfo.available_timezones():
        raise ArgumentTypeError(f"write a time zone like Europe/Warsaw (not {text})")
    return ZoneInfo(text)


def wake_times(text: str) -> WakeTimes:
    """The same waking hours on every day, as HH:MM-HH:MM; the end may be after midnight."""
    try:
        span = dict(zip(("from", "to"), text.split("-"), strict=True))
        return parse_wake_times(dict.fromkeys(WEEKDAYS, span))
    # A malformed scheme is one, too.
    except ValueError as error:
        raise ArgumentTypeError(
            f"write when they get up and go to bed, like 07:30-23:00 (not {text})"
        ) from error

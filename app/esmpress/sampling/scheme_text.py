"""What each kind of scheme gives a participant, as a noun phrase."""

from functools import singledispatch

from esmpress.sampling.anchored import Anchored
from esmpress.sampling.bursts import MonthlyBursts, RegularBursts
from esmpress.sampling.conditions import Condition
from esmpress.sampling.day_windows import WEEKDAYS, Weekday
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.interval import Interval
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.once import Once
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.wake_times import WakeTimesUnknown
from esmpress.sampling.wall_times import format_time
from esmpress.sampling.wording import (
    between,
    count,
    duration,
    from_to,
    hours,
    listing,
    on_weekdays,
    times,
)

COMPARED = {
    "==": "was",
    "!=": "was not",
    "<": "was less than",
    "<=": "was at most",
    ">": "was more than",
    ">=": "was at least",
    "in": "was",
}


@singledispatch
def moments(scheme: SchemeFields) -> str:
    """Return what participants get of a scheme, as in 2 prompts a day, at 09:00 and 15:00."""
    raise TypeError(f"no words for {type(scheme).__name__}")


@moments.register
def _(scheme: FixedTimes) -> str:
    listed = listing(format_time(minute) for minute in scheme.times)
    jitter = ""
    if scheme.jitter_minutes:
        jitter = f", at random up to {duration(scheme.jitter_minutes)} earlier or later"
    return f"{count(len(scheme.times), 'prompt')} a day at {listed}{jitter}{_on_days(scheme)}"


@moments.register
def _(scheme: RandomTimes) -> str:
    number = scheme.prompts_per_day
    when = "a random time" if number == 1 else "random times"
    return f"{count(number, 'prompt')} a day at {when} {within(scheme)}"


@moments.register
def _(scheme: RandomInBlocks) -> str:
    number = scheme.blocks if isinstance(scheme.blocks, int) else len(scheme.blocks)
    phrase = f"{count(number, 'prompt')} a day"
    phrase += " at a random time " if number == 1 else ", one at a random time in each of "
    if isinstance(scheme.blocks, int):
        phrase += "" if number == 1 else f"{number} equal blocks of the time "
        phrase += within(scheme)
    else:
        block = "in the block" if number == 1 else "the blocks"
        phrase += f"{block} {listing(map(hours, scheme.blocks))}{_on_days(scheme)}"
    if scheme.block_margin_minutes:
        phrase += f", not in the first and last {duration(scheme.block_margin_minutes)} of a block"
    return phrase


@moments.register
def _(scheme: Interval) -> str:
    first = "at the beginning"
    if scheme.random_offset:
        first = f"at a random minute of the first {duration(scheme.every_minutes)}"
    every = "minute" if scheme.every_minutes == 1 else duration(scheme.every_minutes)
    return f"a prompt every {every} {within(scheme)}, the first {first} and none at the end"


@moments.register
def _(scheme: Anchored) -> str:
    usual = f"usual {'wake' if scheme.anchor == 'wake' else 'bed'} time"
    away = duration(abs(scheme.offset_minutes))
    side = "after" if scheme.offset_minutes > 0 else "before"
    place = f"{away} {side} their {usual}" if scheme.offset_minutes else f"at their {usual}"
    limits = [
        f"not {word} {format_time(minute)}"
        for word, minute in (("before", scheme.earliest), ("after", scheme.latest))
        if minute is not None
    ]
    clamped = f" (but {listing(limits)})" if limits else ""
    return f"1 prompt a day {place}{clamped}{_on_days(scheme)}"


@moments.register
def _(scheme: Once) -> str:
    day = f"day {scheme.after_days + 1}"
    if scheme.excluded_dates or _weekdays(scheme) != WEEKDAYS:
        day = f"the first suitable day ({day} or later)"
    if scheme.time is not None:
        return f"1 prompt at {format_time(scheme.time)} of {day}{_on_days(scheme)}"
    return f"1 prompt at a random time {within(scheme)} on {day}"


@moments.register
def _(scheme: OnEvent) -> str:
    limits = []
    if scheme.windows is not None or scheme.weekdays is not None:
        limits.append(within(scheme))
    if scheme.daily_limit is not None:
        limits.append(f"at most {times(scheme.daily_limit)} a day")
    if scheme.cool_down_minutes:
        limits.append(f"with at least {duration(scheme.cool_down_minutes)} between two reports")
    return ", ".join(["a personal link for reporting events", *limits])


@moments.register
def _(scheme: FollowUp) -> str:
    delay = from_to(scheme.delay_minutes.shortest, scheme.delay_minutes.longest, "minute")
    drawn = "" if scheme.delay_minutes.shortest == scheme.delay_minutes.longest else ", at random,"
    when = f" in which {_holds(scheme.condition)}" if scheme.condition else ""
    phrase = f"a further prompt {delay}{drawn} after each response to “{scheme.after}”{when}"
    if scheme.windows is not None or scheme.weekdays is not None:
        phrase += f", only {within(scheme)}"
    if scheme.daily_limit is not None:
        phrase += f", at most {times(scheme.daily_limit)} a day"
    return phrase


def within(scheme: SchemeFields) -> str:
    """Return the part of the day in which a scheme's prompts may come, by weekday."""
    try:
        windows = scheme.day_windows()
    except WakeTimesUnknown:
        return f"within their own waking hours{_on_days(scheme)}"
    return listing(between(window) for window in windows)


def spacing(scheme: SchemeFields) -> str:
    """Return how far apart its prompts are at least and at most; empty if nothing was asked."""
    limits = []
    if scheme.min_gap_minutes:
        limits.append(f"at least {scheme.min_gap_minutes}")
    if scheme.max_gap_minutes is not None:
        limits.append(f"at most {scheme.max_gap_minutes}")
    last = scheme.max_gap_minutes or scheme.min_gap_minutes
    return f"{listing(limits)} minute{'' if last == 1 else 's'} apart" if limits else ""


def bursts_text(bursts: RegularBursts | MonthlyBursts) -> str:
    """Return how the days of bursts lie."""
    days = f"{bursts.length_days} consecutive days" if bursts.length_days > 1 else "1 day"
    if isinstance(bursts, RegularBursts):
        return f"in bursts of {days}, one every {count(bursts.every_days, 'day')}"
    text = f"in {count(bursts.per_month, 'burst')} of {days} each study month (30.4375 days)"
    text += ", placed at random with at least "
    text += f"{count(bursts.min_days_between, 'free day')} between two bursts"
    if bursts.weekdays is not None and bursts.weekend_days is not None:
        text += f", {count(bursts.weekdays, 'weekday')} and "
        text += f"{count(bursts.weekend_days, 'weekend day')} in each"
    return text


def _holds(condition: Condition) -> str:
    values = condition.value if isinstance(condition.value, tuple) else (condition.value,)
    named = listing((_value(value) for value in values), "or")
    return f"the answer to “{condition.item}” {COMPARED[condition.operator]} {named}"


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"“{value}”" if isinstance(value, str) else f"{value}"


def _weekdays(scheme: SchemeFields) -> tuple[Weekday, ...]:
    try:
        found = {name for window in scheme.day_windows() for name in window.weekdays}
    except WakeTimesUnknown:
        found = set(scheme.weekdays or WEEKDAYS)
    return tuple(name for name in WEEKDAYS if name in found)


def _on_days(scheme: SchemeFields) -> str:
    return on_weekdays(_weekdays(scheme))

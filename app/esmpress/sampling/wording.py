"""Words for designs: counts, lists, durations, weekdays and times of day in English."""

from collections.abc import Iterable, Sequence

from esmpress.sampling.day_windows import WEEKDAYS, DayWindow, Weekday
from esmpress.sampling.wall_times import DAY_MINUTES, Span, format_time

HOUR = 60
# From so many hours on, whole hours read better than minutes.
LONG = 4 * HOUR
# Weekdays in a row are named by their ends from so many on.
A_ROW = 3
NAMES: dict[Weekday, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "wed": "Wednesday",
    "thu": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}


def count(number: int, noun: str) -> str:
    """Return a number with its noun, as in 1 prompt and 2 prompts."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def times(number: int) -> str:
    """Return how often, as in once, twice and 3 times."""
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def listing(parts: Iterable[object], word: str = "and") -> str:
    """Return the parts as in a, b and c."""
    *others, last = map(str, parts)
    return f"{', '.join(others)} {word} {last}" if others else last


def duration(minutes: int) -> str:
    """Return a number of minutes, long ones in hours if they are whole."""
    if minutes >= LONG and minutes % HOUR == 0:
        return count(minutes // HOUR, "hour")
    return count(minutes, "minute")


def from_to(least: int, most: int, noun: str) -> str:
    """Return a range of numbers with its noun, as in 4 to 6 prompts; one number if they agree."""
    return count(most, noun) if least == most else f"{least} to {count(most, noun)}"


def on_weekdays(weekdays: Sequence[Weekday]) -> str:
    """Return on which weekdays, with a space before it; nothing for all seven."""
    if len(weekdays) == len(WEEKDAYS):
        return ""
    places = sorted(WEEKDAYS.index(name) for name in weekdays)
    names = [NAMES[WEEKDAYS[place]] for place in places]
    if len(places) >= A_ROW and places[-1] - places[0] == len(places) - 1:
        return f" from {names[0]} to {names[-1]}"
    return f" on {listing(names)}"


def between(window: DayWindow) -> str:
    """Return the hours of a day window and its weekdays."""
    later = " of the next day" if window.stop > DAY_MINUTES else ""
    end = f"{format_time(window.end)}{later}{on_weekdays(window.weekdays)}"
    return f"between {format_time(window.start)} and {end}"


def hours(span: Span) -> str:
    """Return the hours of a block."""
    return f"{format_time(span.start)} to {format_time(span.end)}"

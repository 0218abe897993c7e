"""Day windows: the part of the day in which prompts may come, by weekday."""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

from pydantic import Field

from esmpress.sampling.malformed import field_error
from esmpress.sampling.wall_times import DAY_MINUTES, Span

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)


class DayWindow(Span):
    """The part of the day for prompts on some weekdays; over midnight, it is the first day's."""

    weekdays: tuple[Weekday, ...] = Field(
        min_length=1, description="The weekdays on which the window begins."
    )


EVERY_DAY = DayWindow.model_validate({"weekdays": WEEKDAYS, "from": "00:00", "to": "24:00"})


def by_weekday(windows: Sequence[DayWindow]) -> dict[Weekday, DayWindow]:
    """Return the window of each weekday that has one; raise the error of a weekday with two."""
    found: dict[Weekday, DayWindow] = {}
    for window in windows:
        for weekday in window.weekdays:
            if weekday in found:
                raise field_error("windows", f"{weekday} has two windows; give it one")
            found[weekday] = window
    return found


def overlap_over_midnight(spans: Mapping[Weekday, Span]) -> str | None:
    """Return which weekday's span runs into the next day's, in words, or None if none does."""
    for weekday, following in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True):
        span, after = spans.get(weekday), spans.get(following)
        if span and after and span.stop > after.start + DAY_MINUTES:
            return f"{span} of {weekday} runs into the window {after} of the next day"
    return None

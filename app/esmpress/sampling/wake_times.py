"""Wake times: when a participant gets up and goes to bed on each weekday."""

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from esmpress.sampling.day_windows import WEEKDAYS, DayWindow, Weekday, overlap_over_midnight
from esmpress.sampling.malformed import field_error
from esmpress.sampling.wall_times import Frozen, Span


class WakeTimesUnknown(Exception):
    """A scheme follows the participant's own day, and nobody has said when that is."""

    def __init__(self) -> None:
        super().__init__(
            "wake_times: the scheme follows the participant's own day; say when it begins and ends."
        )


class WakeTimes(Frozen):
    """From getting up to going to bed, which may be after midnight; no entry, no prompts."""

    mon: Span | None = Field(default=None, description="The waking hours of Mondays.")
    tue: Span | None = Field(default=None, description="The waking hours of Tuesdays.")
    wed: Span | None = Field(default=None, description="The waking hours of Wednesdays.")
    thu: Span | None = Field(default=None, description="The waking hours of Thursdays.")
    fri: Span | None = Field(default=None, description="The waking hours of Fridays.")
    sat: Span | None = Field(default=None, description="The waking hours of Saturdays.")
    sun: Span | None = Field(default=None, description="The waking hours of Sundays.")

    @classmethod
    def every_day(cls, span: Span) -> Self:
        """Return the wake times of someone who keeps the same hours all week."""
        return cls.model_validate(dict.fromkeys(WEEKDAYS, span))

    def window_on(self, weekday: Weekday) -> DayWindow | None:
        """Return the waking hours that begin on a weekday as a day window, or None."""
        return self._windows.get(weekday)

    @cached_property
    def _windows(self) -> dict[Weekday, DayWindow]:
        return {
            weekday: DayWindow.model_construct(weekdays=(weekday,), start=span.start, end=span.end)
            for weekday, span in self._spans().items()
        }

    def _spans(self) -> dict[Weekday, Span]:
        entries = {weekday: getattr(self, weekday) for weekday in WEEKDAYS}
        return {weekday: span for weekday, span in entries.items() if span is not None}

    @model_validator(mode="after")
    def _check_nights(self) -> Self:
        for weekday, span in self._spans().items():
            if span.start == span.end:
                raise field_error(weekday, f"{span} leaves no night; give two different times")
        if problem := overlap_over_midnight(self._spans()):
            raise field_error("wake_times", f"the day {problem}")
        return self

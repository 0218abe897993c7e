"""Which days and which part of the day a scheme asks in."""

from abc import ABC, abstractmethod
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from esmpress.sampling.day_windows import (
    EVERY_DAY,
    WEEKDAYS,
    DayWindow,
    Weekday,
    by_weekday,
    overlap_over_midnight,
)
from esmpress.sampling.malformed import BRANCH, field_error
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from esmpress.sampling.wall_times import Frozen, IsoDate


def _form_of_windows(value: object) -> str | None:
    if isinstance(value, list | tuple):
        return f"{BRANCH}list"
    return f"{BRANCH}participant" if value == "participant" else None


OwnWindows = Literal["participant"]
WindowList = Annotated[tuple[DayWindow, ...], Field(min_length=1)]
Windows = Annotated[
    Annotated[WindowList, Tag(f"{BRANCH}list")]
    | Annotated[OwnWindows, Tag(f"{BRANCH}participant")],
    Discriminator(
        _form_of_windows,
        custom_error_type="windows",
        custom_error_message="list day windows, or write participant",
    ),
]


class AskingDays(Frozen, ABC):
    """The days of a scheme. Without `windows` every day counts, from midnight to midnight."""

    windows: Windows | None = Field(
        default=None,
        description="When prompts may come, by weekday; participant: while they are awake.",
    )
    weekdays: tuple[Weekday, ...] | None = Field(
        default=None, min_length=1, description="Ask only on these weekdays; all if left out."
    )
    excluded_dates: tuple[IsoDate, ...] = Field(
        default=(), max_length=366, description="Dates without prompts, as YYYY-MM-DD."
    )

    @property
    @abstractmethod
    def last_day(self) -> int:
        """The last study day that can have a prompt, counted from 1."""

    @property
    def follows_own_day(self) -> bool:
        """Whether the participant's wake times are its day windows."""
        return self.windows == "participant"

    def check_window(self, window: DayWindow) -> None:
        """Raise the error of a field that does not suit a day window."""

    def window_on(self, weekday: Weekday, wake: WakeTimes | None = None) -> DayWindow | None:
        """Return the day window of a weekday, or None if the weekday has no prompts.

        Raises WakeTimesUnknown for the participant's own windows without `wake`.
        """
        if self.weekdays is not None and weekday not in self.weekdays:
            return None
        if self.follows_own_day:
            if wake is None:
                raise WakeTimesUnknown
            return wake.window_on(weekday)
        windows = self.windows if isinstance(self.windows, tuple) else (EVERY_DAY,)
        return next((window for window in windows if weekday in window.weekdays), None)

    def window_of(self, on: date, wake: WakeTimes | None = None) -> DayWindow | None:
        """Return the day window of a date, None on one without prompts. Raises WakeTimesUnknown."""
        if on in self.excluded_dates:
            return None
        return self.window_on(WEEKDAYS[on.weekday()], wake)

    def has_prompts_on(
        self,
        day: int,
        on: date,
        *,
        first_date: date,
        burst_days: frozenset[int] | None = None,
        wake: WakeTimes | None = None,
    ) -> bool:
        """Return whether the schedule's own day (from 1) asks on a date.

        `first_date` is the date of day 1; `burst_days` are the days of bursts, None without any.
        Without `wake` the participant's own windows are taken to be there on every day.
        """
        in_burst = burst_days is None or day in burst_days
        return 1 <= day <= self.last_day and in_burst and self._has_window(on, wake)

    def _has_window(self, on: date, wake: WakeTimes | None) -> bool:
        try:
            return self.window_of(on, wake) is not None
        except WakeTimesUnknown:
            return True

    def day_windows(self, wake: WakeTimes | None = None) -> list[DayWindow]:
        """Return the different day windows, with the weekdays of each. Raises WakeTimesUnknown."""
        weekdays: dict[tuple[int, int], tuple[Weekday, ...]] = {}
        for weekday in WEEKDAYS:
            if window := self.window_on(weekday, wake):
                span = (window.start, window.end)
                weekdays[span] = (*weekdays.get(span, ()), weekday)
        return [
            DayWindow.model_construct(weekdays=names, start=start, end=end)
            for (start, end), names in weekdays.items()
        ]

    @model_validator(mode="after")
    def _check_days_of_the_week(self) -> Self:
        for name, listed in (("weekdays", self.weekdays), ("excluded_dates", self.excluded_dates)):
            if listed and len(set(listed)) < len(listed):
                raise field_error(name, f"list each of the {name.replace('_', ' ')} once")
        return self

    @model_validator(mode="after")
    def _check_windows(self) -> Self:
        if isinstance(self.windows, tuple):
            if problem := overlap_over_midnight(by_weekday(self.windows)):
                raise field_error("windows", f"the window {problem}")
            if not self.day_windows():
                raise field_error("weekdays", "no window begins on these weekdays")
        if not self.follows_own_day:
            for window in self.day_windows():
                self.check_window(window)
        return self

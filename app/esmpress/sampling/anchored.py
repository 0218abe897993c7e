"""Anchored: a prompt at a distance from the participant's own wake or bed time."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow, Weekday
from esmpress.sampling.malformed import field_error
from esmpress.sampling.tables import Limit
from esmpress.sampling.wake_times import WakeTimes, WakeTimesUnknown
from esmpress.sampling.wall_times import DAY_MINUTES, WallTime, format_time

HALF_A_DAY = DAY_MINUTES // 2


class Anchored(DailyScheme, RemindingScheme):
    """One prompt a day, so many minutes before or after getting up or going to bed."""

    remedies: ClassVar[dict[Limit, str]] = {
        "blocked": "lower min_gap_minutes or change offset_minutes"
    }

    kind: Literal["anchored"]
    windows: Literal["participant"] | None = Field(
        default=None, description="The participant's own day in any case."
    )
    anchor: Literal["wake", "bed"] = Field(description="Which end of the own day to count from.")
    offset_minutes: Annotated[int, Field(strict=True, ge=-DAY_MINUTES, le=DAY_MINUTES)] = Field(
        description="Minutes after the anchor; below 0, before it."
    )
    earliest: WallTime | None = Field(
        default=None, description="A prompt that would come before this time, HH:MM, waits for it."
    )
    latest: WallTime | None = Field(
        default=None, description="A prompt that would come after this time, HH:MM, comes at it."
    )

    def window_on(self, weekday: Weekday, wake: WakeTimes | None = None) -> DayWindow | None:
        """Return the participant's own day; None on a weekday without. Raises WakeTimesUnknown."""
        if self.weekdays is not None and weekday not in self.weekdays:
            return None
        if wake is None:
            raise WakeTimesUnknown
        return wake.window_on(weekday)

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the one minute of the prompt, counted on the clock of the wall."""
        anchor = window.start if self.anchor == "wake" else window.stop
        moment = find_moment(self._clamp(anchor + self.offset_minutes))
        return [Block(moment.elapsed, moment.elapsed + 1, moment.moved)]

    def _clamp(self, minute: int) -> int:
        # Both limits are meant on the same day as the moment, which may be after midnight.
        earliest = _nearest(self.earliest, minute)
        latest = _nearest(self.latest, minute)
        if self.earliest is not None and self.latest is not None:
            latest = earliest + (self.latest - self.earliest) % DAY_MINUTES
        return min(max(minute, earliest), latest)

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        if self.earliest is None or self.latest is None:
            return self
        if (self.latest - self.earliest) % DAY_MINUTES > HALF_A_DAY:
            earliest, latest = format_time(self.earliest), format_time(self.latest)
            raise field_error("latest", f"{latest} comes before earliest, {earliest}")
        return self


def _nearest(time: int | None, minute: int) -> int:
    """The day's occurrence of a time that is nearest to a minute; the minute itself without one."""
    if time is None:
        return minute
    return minute + (time - minute + HALF_A_DAY) % DAY_MINUTES - HALF_A_DAY

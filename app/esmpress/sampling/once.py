"""Once: a baseline, exit or follow-up questionnaire on one day of the study."""

from datetime import date, timedelta
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from esmpress.sampling.asking_days import Windows
from esmpress.sampling.blocks import Block, place_block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import MAX_DAYS, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.malformed import field_error
from esmpress.sampling.tables import Limit
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import WallTime

DAYS_OF_A_WEEK = 7


class Once(RemindingScheme):
    """One prompt so many days after day 1, on the first date from then on that may have it."""

    remedies: ClassVar[dict[Limit, str]] = {"blocked": "lower min_gap_minutes or change the time"}
    bursts: ClassVar[None] = None

    kind: Literal["once"]
    after_days: Annotated[int, Field(strict=True, ge=0, lt=MAX_DAYS)] = Field(
        description="Days after the first day of the schedule; 0 is that day."
    )
    time: WallTime | None = Field(default=None, description="The time of the prompt, as HH:MM.")
    windows: Windows | None = Field(
        default=None, description="Instead of a time: the prompt comes at a random minute of these."
    )

    @property
    def last_day(self) -> int:
        """The last study day that can have the prompt, after every excluded date and weekday."""
        return self.after_days + DAYS_OF_A_WEEK * (len(self.excluded_dates) + 1)

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the minute of the prompt, or the day window to draw it from."""
        if self.time is None:
            return [place_block(window.start, window.stop, find_moment)]
        moment = find_moment(self.time)
        return [Block(moment.elapsed, moment.elapsed + 1, moment.moved)]

    def has_prompts_on(
        self,
        day: int,
        on: date,
        *,
        first_date: date,
        burst_days: frozenset[int] | None = None,
        wake: WakeTimes | None = None,
    ) -> bool:
        """Return whether a date is the first that may have the prompt."""
        due = self.after_days + 1
        if not due <= day <= self.last_day or not self._has_window(on, wake):
            return False
        before = (first_date + timedelta(days=passed) for passed in range(due - 1, day - 1))
        return not any(self._has_window(passed, wake) for passed in before)

    @model_validator(mode="after")
    def _check_time(self) -> Self:
        if self.time is None and self.windows is None:
            raise field_error("time", "write a time of day, or windows to draw one from")
        if self.time is not None and self.windows is not None:
            raise field_error("windows", "give a time or windows, not both")
        return self

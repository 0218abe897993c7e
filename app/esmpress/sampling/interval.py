"""Interval: a prompt every so many minutes from the beginning of the day window."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from esmpress.sampling.blocks import Block, place_block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.malformed import field_error
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import Limit
from esmpress.sampling.wall_times import DAY_MINUTES

# By so much a clock that goes back makes a window longer.
CLOCK_CHANGE = 60


class Interval(DailyScheme, RemindingScheme):
    """A prompt every so many elapsed minutes, up to the end of the day window."""

    remedies: ClassVar[dict[Limit, str]] = {
        "blocked": "lower min_gap_minutes, raise every_minutes, or move the window"
    }

    kind: Literal["interval"]
    every_minutes: Annotated[int, Field(strict=True, ge=1, le=DAY_MINUTES)] = Field(
        description="Minutes from one prompt to the next."
    )
    random_offset: Annotated[bool, Field(strict=True)] = Field(
        default=False,
        description="Whether the first prompt comes at a random minute of the first interval.",
    )

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the minute of each prompt, or the minutes it can take with a random offset.

        One offset moves all prompts alike, each from the start of its block.
        """
        whole = place_block(window.start, window.stop, find_moment)
        moved = find_moment(window.start).moved and not self.random_offset
        length = self.every_minutes if self.random_offset else 1
        return [
            Block(start, min(start + length, whole.stop), moved and start == whole.start)
            for start in range(whole.start, whole.stop, self.every_minutes)
        ]

    def check_window(self, window: DayWindow) -> None:
        """Raise the error of an interval that gives too many prompts, or at times none."""
        length = window.stop - window.start
        if (length + CLOCK_CHANGE - 1) // self.every_minutes >= WORDS_PER_DAY:
            raise field_error(
                "every_minutes",
                f"{self.every_minutes} can give more than {WORDS_PER_DAY} prompts between {window}",
            )
        if self.random_offset and self.every_minutes > length:
            raise field_error(
                "every_minutes",
                f"{self.every_minutes} minutes do not fit between {window}, so some days would "
                "have no prompt",
            )

    @model_validator(mode="after")
    def _check_every(self) -> Self:
        if self.every_minutes < self.min_gap_minutes:
            raise field_error(
                "every_minutes",
                f"{self.every_minutes} is less than min_gap_minutes, {self.min_gap_minutes}",
            )
        if self.max_gap_minutes is not None and self.every_minutes > self.max_gap_minutes:
            raise field_error(
                "every_minutes",
                f"{self.every_minutes} is more than max_gap_minutes, {self.max_gap_minutes}",
            )
        return self

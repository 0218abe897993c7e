"""Fixed times: prompts at listed wall-clock times, exact or with some jitter."""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.malformed import field_error
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import Limit
from esmpress.sampling.wall_times import WallTime, format_time


class FixedTimes(DailyScheme, RemindingScheme):
    """One prompt at each listed time, at most `jitter_minutes` before or after it."""

    part: ClassVar[str] = "time"
    remedies: ClassVar[dict[Limit, str]] = {
        "empty": "move the time",
        "min_gap": "lower min_gap_minutes or move the times apart",
        "max_gap": "raise max_gap_minutes or move the times closer together",
        "blocked": "lower min_gap_minutes or move the times",
    }

    kind: Literal["fixed"]
    times: tuple[WallTime, ...] = Field(
        min_length=1,
        max_length=WORDS_PER_DAY,
        description="The times of the day, as HH:MM, from early to late.",
    )
    jitter_minutes: Annotated[int, Field(strict=True, ge=0, le=720)] = Field(
        default=0, description="Minutes a prompt can come before or after its time."
    )

    @property
    def smallest_gap(self) -> int:
        """The minutes between two prompts at least; exact times may meet after a clock gap."""
        return super().smallest_gap if self.jitter_minutes else self.min_gap_minutes

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return a block per time: its minute, and the jitter in elapsed minutes around it."""
        moments = [find_moment(minute) for minute in self._place_times(window)]
        return [
            Block(
                moment.elapsed - self.jitter_minutes,
                moment.elapsed + self.jitter_minutes + 1,
                moment.moved,
            )
            for moment in moments
        ]

    def _place_times(self, window: DayWindow) -> list[int]:
        return [window.place(minute) for minute in self.times]

    def check_window(self, window: DayWindow) -> None:
        """Raise the error of times that are out of order or leave the day window."""
        placed = self._place_times(window)
        for earlier, later in pairwise(placed):
            _check_order(earlier, later)
        if self.windows:
            self._check_inside(window, placed)

    def _check_inside(self, window: DayWindow, placed: list[int]) -> None:
        for minute in placed:
            jitter = self.jitter_minutes
            if minute - jitter < window.start or minute + jitter >= window.stop:
                moved = f" with its jitter of {jitter} minutes" if jitter else ""
                raise field_error(
                    "times", f"{format_time(minute)}{moved} is not inside the window {window}"
                )


def _check_order(earlier: int, later: int) -> None:
    if earlier == later:
        raise field_error("times", f"{format_time(later)} is listed twice")
    if earlier > later:
        raise field_error(
            "times",
            f"{format_time(later)} stands after {format_time(earlier)}; "
            "list the times from early to late",
        )

"""Anchored: a prompt at a distance from the participant's own wake or bed time."""

import math
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.malformed import field_error
from esmpress.sampling.tables import Limit
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
    offset_minutes: Annotated[int, Field(strict=True, ge=-HALF_A_DAY, le=HALF_A_DAY)] = Field(
        description="Minutes after the anchor; below 0, before it."
    )
    earliest: WallTime | None = Field(
        default=None, description="A prompt that would come before this time, HH:MM, waits for it."
    )
    latest: WallTime | None = Field(
        default=None, description="A prompt that would come after this time, HH:MM, comes at it."
    )

    @property
    def follows_own_day(self) -> bool:
        """Whether the participant's wake times are its day windows."""
        return True

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the one minute of the prompt, counted on the clock of the wall."""
        anchor = window.start if self.anchor == "wake" else window.stop
        moment = find_moment(self._clamp(anchor + self.offset_minutes))
        return [Block(moment.elapsed, moment.elapsed + 1, moment.moved)]

    def _clamp(self, minute: int) -> int:
        # Both limits are meant for the same evening or morning, which may be after midnight.
        earliest = -math.inf if self.earliest is None else _nearest(self.earliest, minute)
        latest = math.inf if self.latest is None else _nearest(self.latest, minute)
        if self.earliest is not None and self.latest is not None:
            latest = earliest + (self.latest - self.earliest) % DAY_MINUTES
        return int(min(max(minute, earliest), latest))

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        if self.earliest is None or self.latest is None:
            return self
        if (self.latest - self.earliest) % DAY_MINUTES > HALF_A_DAY:
            earliest, latest = format_time(self.earliest), format_time(self.latest)
            raise field_error("latest", f"{latest} comes before earliest, {earliest}")
        return self


def _nearest(time: int, minute: int) -> int:
    """The occurrence of a time of day that is nearest to a minute."""
    return minute + (time - minute + HALF_A_DAY) % DAY_MINUTES - HALF_A_DAY

"""What every scheme has in common: study days, day windows, gaps and the time to answer."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.tables import DayShape, Limit
from esmpress.sampling.wall_times import DAY_MINUTES, Frozen, Span

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK_MINUTES = 7 * DAY_MINUTES
# The ledger has a kind of message for each.
MAX_REMINDERS = 9

Count = Annotated[int, Field(strict=True, ge=1)]
Minutes = Annotated[int, Field(strict=True, ge=0, le=WEEK_MINUTES)]
PositiveMinutes = Annotated[int, Field(strict=True, ge=1, le=WEEK_MINUTES)]


def field_error(field: str, reason: str) -> PydanticCustomError:
    """Return the error by which a check that looks at several fields names the one to change."""
    return PydanticCustomError("scheme", "{reason}", {"field": field, "reason": reason})


class DayWindow(Span):
    """The part of the day for prompts on some weekdays; over midnight, it is the first day's."""

    weekdays: tuple[Weekday, ...] = Field(min_length=1)


EVERY_DAY = DayWindow.model_validate({"weekdays": WEEKDAYS, "from": "00:00", "to": "24:00"})


class SchemeFields(Frozen, ABC):
    """The common fields. Without `windows` every day counts, from midnight to midnight."""

    # What messages call the thing a prompt is drawn from, and what helps against each limit.
    part: ClassVar[str]
    remedies: ClassVar[dict[Limit, str]]

    days: Count = Field(le=3660)
    windows: tuple[DayWindow, ...] | None = Field(default=None, min_length=1)
    min_gap_minutes: Minutes = 0
    max_gap_minutes: PositiveMinutes | None = None
    response_window_minutes: PositiveMinutes
    finish_within_minutes: PositiveMinutes = 30
    reminders: tuple[PositiveMinutes, ...] = Field(default=(), max_length=MAX_REMINDERS)

    @property
    def smallest_gap(self) -> int:
        """The minutes between two prompts at least; drawn prompts never share a minute."""
        return max(self.min_gap_minutes, 1)

    @abstractmethod
    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the blocks of a day with this window, in order, placed by `find_moment`."""

    def shape(self, blocks: Sequence[Block]) -> DayShape:
        """Return the day shape, counted from the first block: equal days share tables."""
        origin = blocks[0].start
        ranges = tuple((block.start - origin, block.stop - origin) for block in blocks)
        return DayShape(ranges, self.smallest_gap, self.max_gap_minutes)

    def window_on(self, weekday: Weekday) -> DayWindow | None:
        """Return the day window of a weekday, or None if the weekday has no prompts."""
        return next((w for w in self.day_windows() if weekday in w.weekdays), None)

    def day_windows(self) -> Sequence[DayWindow]:
        """Return the day windows: the ones given, or one for every day."""
        return self.windows or (EVERY_DAY,)

    @model_validator(mode="after")
    def _check_gaps(self) -> Self:
        if self.max_gap_minutes is not None and self.max_gap_minutes < self.min_gap_minutes:
            raise field_error(
                "max_gap_minutes",
                f"{self.max_gap_minutes} is less than min_gap_minutes, {self.min_gap_minutes}",
            )
        return self

    @model_validator(mode="after")
    def _check_reminders(self) -> Self:
        if list(self.reminders) != sorted(set(self.reminders)):
            raise field_error("reminders", "list each reminder once, from early to late")
        if self.reminders and self.reminders[-1] >= self.response_window_minutes:
            raise field_error(
                "reminders",
                f"{self.reminders[-1]} minutes after the invitation the response window of "
                f"{self.response_window_minutes} minutes is over",
            )
        return self

    @model_validator(mode="after")
    def _check_windows(self) -> Self:
        by_weekday: dict[Weekday, DayWindow] = {}
        for window in self.windows or ():
            for weekday in window.weekdays:
                if weekday in by_weekday:
                    raise field_error("windows", f"{weekday} has two windows; give it one")
                by_weekday[weekday] = window
        for weekday, following in zip(WEEKDAYS, (*WEEKDAYS[1:], WEEKDAYS[0]), strict=True):
            _check_midnight(weekday, by_weekday.get(weekday), by_weekday.get(following))
        return self


def _check_midnight(
    weekday: Weekday, window: DayWindow | None, following: DayWindow | None
) -> None:
    if window and following and window.stop > following.start + DAY_MINUTES:
        raise field_error(
            "windows",
            f"the window {window} of {weekday} runs into the window {following} of the next day",
        )

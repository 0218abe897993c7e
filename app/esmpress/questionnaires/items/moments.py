"""Items answered by a day, a time of day, or a length of time."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from esmpress.questionnaires.items.parts import AnyItem

DAY_MINUTES = 24 * 60
MAX_MINUTES = 31 * DAY_MINUTES


class Date(AnyItem):
    """A day, within limits where those are given, as YYYY-MM-DD."""

    kind: Literal["date"] = "date"
    earliest: str | None = None
    latest: str | None = None

    @field_validator("earliest", "latest")
    @classmethod
    def _is_a_day(cls, given: str | None) -> str | None:
        if given is not None and not is_day(given):
            raise ValueError("a day is written like 2027-01-31")
        return given

    @model_validator(mode="after")
    def _range_is_not_empty(self) -> Date:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"item {self.name}: the latest day is before the earliest")
        return self


class Time(AnyItem):
    """A time of day as HH:MM, in steps from midnight."""

    kind: Literal["time"] = "time"
    step_minutes: Annotated[int, Field(ge=1, le=60)] = 5

    @model_validator(mode="after")
    def _steps_fill_the_hour(self) -> Time:
        if 60 % self.step_minutes:
            raise ValueError(f"item {self.name}: whole steps must fill an hour")
        return self


class Duration(AnyItem):
    """A length of time in minutes, asked in hours and minutes."""

    kind: Literal["duration"] = "duration"
    min_minutes: Annotated[int, Field(ge=0, le=MAX_MINUTES)] = 0
    max_minutes: Annotated[int, Field(ge=1, le=MAX_MINUTES)] = DAY_MINUTES
    step_minutes: Annotated[int, Field(ge=1, le=60)] = 5

    @model_validator(mode="after")
    def _steps_lead_from_end_to_end(self) -> Duration:
        if self.min_minutes >= self.max_minutes:
            raise ValueError(f"item {self.name}: the longest must be above the shortest")
        if (self.max_minutes - self.min_minutes) % self.step_minutes:
            raise ValueError(f"item {self.name}: whole steps must lead from shortest to longest")
        return self


def is_day(text: str) -> bool:
    """Whether a text is a day of the calendar, written YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False

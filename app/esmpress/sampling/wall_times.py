"""Wall-clock times as researchers write them, HH:MM, and spans between two of them."""

import re
from datetime import date
from typing import Annotated

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

DAY_MINUTES = 1440
DATE_PATTERN = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
TIME_PATTERN = "([01][0-9]|2[0-3]):[0-5][0-9]"


def format_time(minute: int) -> str:
    """Return minutes after local midnight as HH:MM; after 24:00 the clock starts again."""
    hours, minutes = divmod(minute if minute == DAY_MINUTES else minute % DAY_MINUTES, 60)
    return f"{hours:02}:{minutes:02}"


def _parse_time(value: object) -> int:
    if isinstance(value, str) and re.fullmatch(TIME_PATTERN, value):
        return int(value[:2]) * 60 + int(value[3:])
    raise PydanticCustomError("scheme", "write a time of day as HH:MM, from 00:00 to 23:59")


def _parse_end(value: object) -> int:
    return DAY_MINUTES if value == "24:00" else _parse_time(value)


# Minutes after local midnight; "HH:MM" in JSON.
WallTime = Annotated[
    int,
    BeforeValidator(_parse_time),
    PlainSerializer(format_time),
    WithJsonSchema({"type": "string", "pattern": f"^{TIME_PATTERN}$"}),
]
EndTime = Annotated[
    int,
    BeforeValidator(_parse_end),
    PlainSerializer(format_time),
    WithJsonSchema({"type": "string", "pattern": f"^({TIME_PATTERN}|24:00)$"}),
]


def _parse_date(value: object) -> date:
    if type(value) is date:
        return value
    try:
        if isinstance(value, str) and re.fullmatch(DATE_PATTERN, value):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise PydanticCustomError("scheme", "write a date that exists as YYYY-MM-DD")


# "YYYY-MM-DD" in JSON, and nothing else that Pydantic would take for a date.
IsoDate = Annotated[date, BeforeValidator(_parse_date)]


class Frozen(BaseModel):
    """An unchangeable part of a scheme that knows all its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", serialize_by_alias=True)


class Span(Frozen):
    """Wall-clock time from `from` to before `to`; a `to` that is not later is the next day's."""

    start: WallTime = Field(alias="from", description="The first minute, as HH:MM.")
    end: EndTime = Field(
        alias="to",
        description="The minute after the last, as HH:MM; the next day's if it is not later.",
    )

    @property
    def stop(self) -> int:
        """The end in minutes after the midnight before `start`."""
        return self.end if self.end > self.start else self.end + DAY_MINUTES

    def place(self, minute: int) -> int:
        """Return a wall-clock minute counted from the same midnight, inside the span if it can."""
        next_day = minute + DAY_MINUTES
        return next_day if minute < self.start and next_day < self.stop else minute

    def __str__(self) -> str:
        return f"{format_time(self.start)}-{format_time(self.end)}"

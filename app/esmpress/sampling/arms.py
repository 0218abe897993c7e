"""Arms and phases: the paths through a study, and the stretches of days they consist of."""

from functools import cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import Field
from pydantic_core import PydanticCustomError

from esmpress.sampling.daily import Days
from esmpress.sampling.entries import Name
from esmpress.sampling.wall_times import Frozen

MAX_WEIGHT = 1000
MAX_PARTS = 100


@cache
def _time_zones() -> frozenset[str]:
    return frozenset(available_timezones())


def check_zone(value: str) -> str:
    """Return the name of a time zone; raise the error of one that does not exist."""
    if value not in _time_zones():
        raise PydanticCustomError(
            "zone", "there is no such time zone; write one like Europe/Warsaw"
        )
    return value


class Arm(Frozen):
    """One of the paths through the study that chance allocates participants to."""

    name: Name = Field(description="What the arm is called.")
    weight: Annotated[int, Field(strict=True, ge=1, le=MAX_WEIGHT)] = Field(
        default=1, description="How many of each block of allocations go to it."
    )


class Phase(Frozen):
    """A stretch of study days, from the day after the phase before it ended."""

    name: Name = Field(description="What the phase is called.")
    days: Days = Field(description="How many study days it has.")
    arm: Name | None = Field(
        default=None, description="The arm whose participants go through it; all if left out."
    )

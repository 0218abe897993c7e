"""Schemes: how the moments of a schedule are drawn, read from the JSON a schedule stores."""

from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from esmpress.sampling.anchored import Anchored
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.interval import Interval
from esmpress.sampling.malformed import MalformedScheme, explain
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.once import Once
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.wake_times import WakeTimes

__all__ = ["MalformedScheme", "Scheme", "parse_scheme", "parse_wake_times"]

Scheme = FixedTimes | RandomTimes | RandomInBlocks | Interval | Anchored | Once | OnEvent | FollowUp

SCHEME: TypeAdapter[Scheme] = TypeAdapter(Annotated[Scheme, Field(discriminator="kind")])


def parse_scheme(data: object) -> Scheme:
    """Return the scheme that decoded JSON describes; raise MalformedScheme for its first fault."""
    try:
        return SCHEME.validate_python(data)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        # The first step is the kind.
        raise explain(problem, problem["loc"][1:], whole="kind") from None


def parse_wake_times(data: object) -> WakeTimes:
    """Return the wake times that decoded JSON describes; raise MalformedScheme for a fault."""
    try:
        return WakeTimes.model_validate(data)
    except ValidationError as error:
        problem = error.errors(include_url=False)[0]
        raise explain(problem, ("wake_times", *problem["loc"]), whole="wake_times") from None

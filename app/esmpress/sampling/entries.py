"""The schedules of a study design: each a scheme of some kind with a name, in one object."""

from functools import cached_property
from typing import Annotated

from pydantic import Field

from esmpress.sampling.anchored import Anchored
from esmpress.sampling.fixed_times import FixedTimes
from esmpress.sampling.follow_up import FollowUp
from esmpress.sampling.interval import Interval
from esmpress.sampling.on_event import OnEvent
from esmpress.sampling.once import Once
from esmpress.sampling.random_in_blocks import RandomInBlocks
from esmpress.sampling.random_times import RandomTimes
from esmpress.sampling.schemes import Scheme, parse_scheme
from esmpress.sampling.wall_times import Frozen

MAX_ID = 2**63 - 1

Name = Annotated[str, Field(strict=True, min_length=1, max_length=60)]


class Named(Frozen):
    """What a schedule has besides its scheme."""

    name: Name = Field(description="What the schedule is called; no other has this name.")
    id: Annotated[int, Field(strict=True, ge=1, le=MAX_ID)] | None = Field(
        default=None,
        description="The number of its random stream; its place in the list if left out.",
    )
    phase: Name | None = Field(
        default=None, description="The phase it belongs to; study day 1 is its first if left out."
    )
    questionnaire: Annotated[str, Field(strict=True, min_length=1, max_length=200)] | None = Field(
        default=None, description="The questionnaire its prompts ask to fill in."
    )

    @cached_property
    def scheme(self) -> Scheme:
        """The scheme alone."""
        return parse_scheme(self.model_dump(mode="json", exclude=set(Named.model_fields)))


class FixedTimesEntry(Named, FixedTimes):
    """A schedule with prompts at listed times."""


class RandomTimesEntry(Named, RandomTimes):
    """A schedule with prompts at random times of the day window."""


class RandomInBlocksEntry(Named, RandomInBlocks):
    """A schedule with one prompt at a random time of each block."""


class IntervalEntry(Named, Interval):
    """A schedule with a prompt every so many minutes."""


class AnchoredEntry(Named, Anchored):
    """A schedule with a prompt at a distance from the own wake or bed time."""


class OnceEntry(Named, Once):
    """A schedule with one prompt in the whole study or phase."""


class OnEventEntry(Named, OnEvent):
    """A schedule whose prompts the participant asks for when something happens."""


class FollowUpEntry(Named, FollowUp):
    """A schedule whose prompts follow answers to another schedule."""


Entry = Annotated[
    FixedTimesEntry
    | RandomTimesEntry
    | RandomInBlocksEntry
    | IntervalEntry
    | AnchoredEntry
    | OnceEntry
    | OnEventEntry
    | FollowUpEntry,
    Field(discriminator="kind"),
]

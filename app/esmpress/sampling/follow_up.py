"""Follow-up: a prompt some time after an answer that satisfies a condition."""

from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.conditions import Condition
from esmpress.sampling.daily import MAX_DAYS, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.fields import Minutes, PromptCount
from esmpress.sampling.malformed import field_error
from esmpress.sampling.wall_times import Frozen

ScheduleName = Annotated[str, Field(strict=True, min_length=1, max_length=60)]


class Delay(Frozen):
    """The minutes from the answer to the prompt: any whole number of the range, both ends too."""

    shortest: Minutes = Field(alias="from", description="Minutes after the answer at least.")
    longest: Minutes = Field(alias="to", description="Minutes after the answer at most.")

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.longest < self.shortest:
            raise field_error("to", f"{self.longest} is less than from, {self.shortest}")
        return self


class FollowUp(RemindingScheme):
    """One prompt after an answer to another schedule; it asks as long as that one does."""

    asks_by_itself: ClassVar[bool] = False
    bursts: ClassVar[None] = None

    kind: Literal["follow_up"]
    after: ScheduleName = Field(description="The name of the schedule whose answers trigger it.")
    condition: Condition | None = Field(
        default=None, description="The answer that triggers it; any response if left out."
    )
    delay_minutes: Delay = Field(description="How long after the answer the prompt comes.")
    daily_limit: PromptCount | None = Field(
        default=None, description="Prompts a day at most; any number if left out."
    )

    @property
    def last_day(self) -> int:
        """The last study day that can have a prompt: the schedule it follows sets the end."""
        return MAX_DAYS

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return no block."""
        return []

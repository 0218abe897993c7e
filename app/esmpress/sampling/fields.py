"""What every scheme has in common: the days it asks on, its gaps and the time to answer."""

from abc import abstractmethod
from collections.abc import Sequence
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from esmpress.sampling.asking_days import AskingDays
from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment, undisturbed_moment
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.malformed import field_error
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import DayShape, InfeasibleDesign, Limit
from esmpress.sampling.wall_times import DAY_MINUTES, format_time

WEEK_MINUTES = 7 * DAY_MINUTES

Minutes = Annotated[int, Field(strict=True, ge=0, le=WEEK_MINUTES)]
PositiveMinutes = Annotated[int, Field(strict=True, ge=1, le=WEEK_MINUTES)]
# Longer gaps would have to be kept over more days than are looked at.
Gap = Annotated[int, Field(strict=True, ge=0, le=DAY_MINUTES)]
# A prompt takes one of the random numbers of its day.
PromptCount = Annotated[int, Field(strict=True, ge=1, le=WORDS_PER_DAY)]


class SchemeFields(AskingDays):
    """The fields of every scheme."""

    # What messages call the thing a prompt is drawn from, and what helps against each limit.
    part: ClassVar[str] = "prompt"
    remedies: ClassVar[dict[Limit, str]] = {"empty": "move the window"}
    # Whether the engine plans it ahead; otherwise an event or an answer triggers its prompts.
    asks_by_itself: ClassVar[bool] = True

    min_gap_minutes: Gap = Field(
        default=0, description="Minutes between two prompts at least, of any schedule or day."
    )
    max_gap_minutes: PositiveMinutes | None = Field(
        default=None, description="Minutes between two prompts of a day at most."
    )
    response_window_minutes: PositiveMinutes = Field(
        description="Minutes after the invitation in which a prompt can be opened."
    )
    finish_within_minutes: PositiveMinutes = Field(
        default=30, description="Minutes to finish in once a prompt has been opened."
    )

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

    def explain(
        self, problem: InfeasibleDesign, window: DayWindow, blocks: Sequence[Block], *, when: str
    ) -> str:
        """Return in one sentence why a day cannot hold its prompts, and what to change."""
        block = self.cut(window, undisturbed_moment)[problem.block - 1]
        return (
            f"{self.part.capitalize()} {problem.block} ({_label(block)}) cannot hold a prompt "
            f"{when}: {self._reason(problem.limit)}; {self.remedies[problem.limit]}."
        )

    def _reason(self, limit: Limit) -> str:
        reasons: dict[Limit, str] = {
            "empty": "the clock change leaves no minute of it",
            "min_gap": f"with prompts at least {self.smallest_gap} minutes apart "
            "(min_gap_minutes), it is over before its earliest possible prompt",
            "max_gap": f"it begins more than {self.max_gap_minutes} minutes (max_gap_minutes) "
            "after the latest possible prompt before it",
            "blocked": "prompts of another day or schedule leave no minute of it that is at least "
            f"{self.smallest_gap} minutes (min_gap_minutes) away",
        }
        return reasons[limit]

    @model_validator(mode="after")
    def _check_gaps(self) -> Self:
        if self.max_gap_minutes is not None and self.max_gap_minutes < self.min_gap_minutes:
            raise field_error(
                "max_gap_minutes",
                f"{self.max_gap_minutes} is less than min_gap_minutes, {self.min_gap_minutes}",
            )
        return self


def _label(block: Block) -> str:
    if block.stop == block.start + 1:
        return format_time(block.start)
    return f"{format_time(block.start)}-{format_time(block.stop)}"

"""Random times: so many prompts anywhere in the day window."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from esmpress.sampling.blocks import Block, place_block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.fields import PromptCount
from esmpress.sampling.tables import InfeasibleDesign, Limit


class RandomTimes(DailyScheme, RemindingScheme):
    """So many prompts a day, at random minutes of the day window."""

    remedies: ClassVar[dict[Limit, str]] = {
        "blocked": "lower prompts_per_day or min_gap_minutes, or make the window longer"
    }

    kind: Literal["random"]
    prompts_per_day: PromptCount = Field(description="Prompts a day.")

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the day window once for each prompt."""
        return [place_block(window.start, window.stop, find_moment)] * self.prompts_per_day

    def explain(
        self, problem: InfeasibleDesign, window: DayWindow, blocks: Sequence[Block], *, when: str
    ) -> str:
        """Return in one sentence why a day cannot hold its prompts, and what to change."""
        if problem.limit == "blocked":
            return super().explain(problem, window, blocks, when=when)
        last = blocks[0].stop - blocks[0].start - 1
        apart = ""
        if self.min_gap_minutes:
            apart = f" at least {self.min_gap_minutes} minutes apart (min_gap_minutes)"
        remedy = f"lower prompts_per_day to {last // self.smallest_gap + 1}"
        if last >= self.prompts_per_day - 1:
            remedy += f" or min_gap_minutes to {last // (self.prompts_per_day - 1)}"
        return (
            f"prompts_per_day: {self.prompts_per_day} prompts{apart} do not fit into "
            f"{window} {when}, where the end is no minute for a prompt; {remedy}."
        )

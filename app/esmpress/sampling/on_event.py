"""On event: the participant reports something whenever it happens."""

from typing import ClassVar, Literal

from pydantic import Field

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.fields import Minutes, PromptCount


class OnEvent(DailyScheme):
    """Prompts that the participant asks for by a permanent personal link; none is planned."""

    asks_by_itself: ClassVar[bool] = False
    # A report is opened as it is asked for.
    reminders: ClassVar[tuple[int, ...]] = ()

    kind: Literal["on_event"]
    daily_limit: PromptCount | None = Field(
        default=None, description="Reports a day at most; any number if left out."
    )
    cool_down_minutes: Minutes = Field(
        default=0, description="Minutes between two reports at least."
    )

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return no block."""
        return []

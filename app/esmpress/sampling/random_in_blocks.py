"""Random in blocks: one prompt at a random minute of each block of the day."""

from itertools import pairwise
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from esmpress.sampling.blocks import Block, cut_equally, place_block
from esmpress.sampling.clock import FindMoment
from esmpress.sampling.daily import DailyScheme, RemindingScheme
from esmpress.sampling.day_windows import DayWindow
from esmpress.sampling.fields import PromptCount
from esmpress.sampling.malformed import BRANCH, field_error
from esmpress.sampling.streams import WORDS_PER_DAY
from esmpress.sampling.tables import Limit
from esmpress.sampling.wall_times import DAY_MINUTES, Span, format_time


def _form_of_blocks(value: object) -> str:
    return f"{BRANCH}list" if isinstance(value, list | tuple) else f"{BRANCH}number"


BlockList = Annotated[tuple[Span, ...], Field(min_length=1, max_length=WORDS_PER_DAY)]


class RandomInBlocks(DailyScheme, RemindingScheme):
    """One prompt in each of so many equal blocks of the day window, or in each block of a list."""

    part: ClassVar[str] = "block"
    remedies: ClassVar[dict[Limit, str]] = {
        "empty": "lower block_margin_minutes or make the block longer",
        "min_gap": "lower min_gap_minutes, or have fewer or longer blocks",
        "max_gap": "raise max_gap_minutes or move the blocks closer together",
        "blocked": "lower min_gap_minutes, or have fewer or longer blocks",
    }

    kind: Literal["random_in_blocks"]
    blocks: Annotated[
        Annotated[PromptCount, Tag(f"{BRANCH}number")] | Annotated[BlockList, Tag(f"{BRANCH}list")],
        Discriminator(_form_of_blocks),
    ] = Field(description="How many equal blocks divide the day window, or the blocks one by one.")
    block_margin_minutes: Annotated[int, Field(strict=True, ge=0, le=720)] = Field(
        default=0, description="Minutes without a prompt at both ends of each block."
    )

    def cut(self, window: DayWindow, find_moment: FindMoment) -> list[Block]:
        """Return the blocks; equal ones divide the time that elapses within the day window."""
        margin = self.block_margin_minutes
        if isinstance(self.blocks, int):
            whole = place_block(window.start, window.stop, find_moment)
            return cut_equally(whole, count=self.blocks, margin=margin)
        return [
            place_block(start + margin, stop - margin, find_moment)
            for start, stop in _place_spans(self.blocks, window)
        ]

    def check_window(self, window: DayWindow) -> None:
        """Raise the error of blocks or margins that a day window has no room for."""
        if isinstance(self.blocks, int):
            self._check_size((window.stop - window.start) // self.blocks)
        else:
            self._check_spans(_place_spans(self.blocks, window), window)

    def _check_size(self, minutes: int) -> None:
        if self.windows is None:
            raise field_error("windows", "a number of blocks needs a day window to divide")
        if minutes == 0:
            raise field_error("blocks", "there are more blocks than minutes in the day window")
        self._check_margin(minutes)

    def _check_spans(self, spans: list[tuple[int, int]], window: DayWindow) -> None:
        for (_, stop), (start, _) in pairwise(spans):
            if start < stop:
                raise field_error(
                    "blocks",
                    f"a block starts at {format_time(start)}, before the one listed above it "
                    f"ends at {format_time(stop)}",
                )
        for start, stop in spans:
            if self.windows and (start < window.start or stop > window.stop):
                block = f"{format_time(start)}-{format_time(stop)}"
                raise field_error("blocks", f"the block {block} leaves the window {window}")
        if spans[-1][1] > spans[0][0] + DAY_MINUTES:
            raise field_error("blocks", "the last block runs into the first of the next day")
        self._check_margin(min(stop - start for start, stop in spans))

    def _check_margin(self, minutes: int) -> None:
        if 2 * self.block_margin_minutes >= minutes:
            raise field_error(
                "block_margin_minutes",
                f"{self.block_margin_minutes} minutes at both ends leave nothing of a block of "
                f"{minutes} minutes",
            )


def _place_spans(spans: tuple[Span, ...], window: DayWindow) -> list[tuple[int, int]]:
    starts = [window.place(span.start) for span in spans]
    return [
        (start, start + span.stop - span.start) for start, span in zip(starts, spans, strict=True)
    ]

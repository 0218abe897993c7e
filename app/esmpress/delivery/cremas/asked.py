"""The prompts of a study as columns: what all figures of its compliance are counted from."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int32]
Mask = NDArray[np.bool_]

# What became of a prompt, as bits of its `facts`. Each is a question of its own: whoever opens a
# prompt from their own page was perhaps never sent it.
SENT, DELIVERED, OPENED, STARTED, COMPLETED, VALID, MISSED, REPORTED = (
    1 << bit for bit in range(8)
)


# In the place of seconds that are not known.
UNKNOWN = -(2**31)


@dataclass(frozen=True)
class Asked:
    """Prompts that came due and were not called off: one place for each in every column.

    `late` and `latency` are seconds, UNKNOWN where there is none; `arm` and `phase` are of the
    prompt's study day, 0 for none.
    """

    number: Column
    day: Column
    beep: Column
    schedule: Column
    # Of the participant's wall clock, minutes since 1970.
    minute: Column
    facts: Column
    # Places in REASONS and STATES, from 1; 0 for none, and for an invitation that arrived.
    reason: Column
    message: Column
    late: Column
    latency: Column
    arm: Column
    phase: Column

    def __len__(self) -> int:
        """How many there are."""
        return len(self.number)

    def where(self, mask: Mask) -> Asked:
        """Some of them."""
        return Asked(*(getattr(self, one.name)[mask] for one in fields(self)))

    def are(self, fact: int) -> Mask:
        """Which of them one of the facts is true of."""
        found: Mask = (self.facts & fact) != 0
        return found

    @property
    def hour(self) -> Column:
        """The hour of the participant's clock each was planned for."""
        return self.minute // 60 % 24

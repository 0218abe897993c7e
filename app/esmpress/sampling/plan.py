"""A planned prompt: when it comes, and what the participant's clock shows then."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import (
    MINUTE,
    Dst,
    occurs_twice,
    offset_minutes,
    to_local,
)
from esmpress.sampling.fields import SchemeFields

# A published version is never changed; a new one is added beside it.
ALGORITHMS = frozenset({1})


@dataclass(frozen=True)
class PlannedPrompt:
    """One prompt of a study day; `beep` counts the day's moments from 1 and is never renumbered.

    Instants are UTC; `scheduled_local` is what the participant's clock shows. `dst` is `gap` if a
    skipped local time was moved here, `fold` if this local time occurs twice.
    """

    beep: int
    scheduled_at: datetime.datetime
    scheduled_local: datetime.datetime
    open_until: datetime.datetime
    utc_offset_minutes: int
    dst: Dst


def require_known(algorithm: int) -> None:
    """Raise ValueError unless the algorithm has been published."""
    if algorithm not in ALGORITHMS:
        raise ValueError(f"sampling algorithm {algorithm} is unknown")


def to_prompt(
    scheme: SchemeFields, block: Block, beep: int, instant: datetime.datetime, time_zone: ZoneInfo
) -> PlannedPrompt:
    """Return the prompt of a block at an instant, with what the clocks of the zone show."""
    dst: Dst = "fold" if occurs_twice(instant, time_zone) else ""
    return PlannedPrompt(
        beep=beep,
        scheduled_at=instant,
        scheduled_local=to_local(instant, time_zone),
        open_until=instant + scheme.response_window_minutes * MINUTE,
        utc_offset_minutes=offset_minutes(instant, time_zone),
        dst="gap" if block.moved else dst,
    )

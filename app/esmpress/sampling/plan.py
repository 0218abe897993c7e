"""The plan of one study day: a pure function from scheme, day, zone and seed to prompts."""

import datetime
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from esmpress.sampling.blocks import Block
from esmpress.sampling.clock import (
    MINUTE,
    Dst,
    occurs_twice,
    offset_minutes,
    to_instant,
    to_local,
)
from esmpress.sampling.feasibility import cut_date
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.sampler import draw_days
from esmpress.sampling.streams import day_uniforms

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


def plan_day(
    scheme: SchemeFields,
    *,
    study_day: int,
    date: datetime.date,
    time_zone: ZoneInfo,
    seed: bytes,
    schedule: int,
    participant: int,
    algorithm: int = 1,
) -> list[PlannedPrompt]:
    """Return the prompts of one study day (counted from 1) on a local date; the same for ever.

    Empty on a weekday without a window and outside the days of the scheme. Raises
    InfeasibleDesign, and ValueError for an unknown algorithm.
    """
    require_known(algorithm)
    blocks = cut_date(scheme, date, time_zone) if 1 <= study_day <= scheme.days else []
    if not blocks:
        return []
    uniforms = day_uniforms(
        seed,
        schedule=schedule,
        participant=participant,
        study_day=study_day,
        algorithm=algorithm,
        count=len(blocks),
    )
    drawn = draw_days(scheme.shape(blocks), uniforms.reshape(1, -1))[0].tolist()
    return [
        to_prompt(scheme, block, beep, to_instant(date, blocks[0].start + minute), time_zone)
        for beep, (block, minute) in enumerate(zip(blocks, drawn, strict=True), start=1)
    ]


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

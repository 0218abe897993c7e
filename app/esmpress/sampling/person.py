"""A participant as the engine knows one: a number, a time zone, the hours they are awake."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from esmpress.sampling.wake_times import WakeTimes


@dataclass(frozen=True)
class Person:
    """`number` is part of the random stream; `wake` serves schemes with the own wake window."""

    number: int
    time_zone: ZoneInfo
    wake: WakeTimes | None = None

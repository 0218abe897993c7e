"""Measures a floor, the product and the floor again, and judges the product by a goal."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import partial
from statistics import mean, median
from typing import Any

Clock = Callable[[], float]
Work = Callable[[], object]
WALL: Clock = time.perf_counter
CPU: Clock = time.process_time
ROUNDS = 3


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, and what was to be reached."""

    name: str
    what: str
    value: float
    unit: str
    goal: str
    is_met: bool
    # The least the same thing can cost, measured before and after, and how many times as much.
    floor: float | None = None
    ratio: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The figure as it stands in bench.json."""
        return asdict(self)


@dataclass(frozen=True)
class Measured:
    """Seconds of the product, and the mean of the floor before and after."""

    product: float
    floor: float

    @property
    def ratio(self) -> float:
        """How many times the floor the product takes."""
        return self.product / self.floor


def between_floors(
    *, floor: Work, product: Work, clock: Clock, reset: Work = lambda: None
) -> Measured:
    """Run floor, product, floor, in ROUNDS rounds after one to warm up; the medians.

    `reset` undoes what a run changed; it is not measured.
    """
    rounds = []
    for _ in range(1 + ROUNDS):
        taken = []
        for work in (floor, product, floor):
            taken.append(_seconds(work, clock))
            reset()
        rounds.append(taken)
    before, product_seconds, after = (median(column) for column in zip(*rounds[1:], strict=True))
    return Measured(product_seconds, mean((before, after)))


def repeatedly(work: Callable[[int], object], times: int) -> list[float]:
    """The CPU seconds of each of so many calls, which get their number; in ascending order."""
    return sorted(_seconds(partial(work, number), CPU) for number in range(times))


def machine_speed() -> float:
    """CPU seconds of ten million additions: by how much the machine is slower than another day."""
    return median(_seconds(lambda: sum(range(10_000_000)), CPU) for _ in range(ROUNDS))


def _seconds(work: Work, clock: Clock) -> float:
    began = clock()
    work()
    return clock() - began

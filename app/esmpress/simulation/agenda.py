"""The fake clock: what happens next, in the order of the instants."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count

EPOCH = datetime.fromisoformat("2000-01-01T00:00:00+00:00")

Action = Callable[[datetime], None]


def untold(at: datetime) -> None:
    """Nobody wants to know."""
    del at


class Agenda:
    """Actions by instant; those of the same instant in the order of their rank, then as noted."""

    def __init__(self) -> None:
        """Begin empty."""
        self._heap: list[tuple[datetime, int, int, Action]] = []
        self._noted = count()
        self._ticks: set[tuple[datetime, int]] = set()

    def note(self, at: datetime, rank: int, action: Action) -> None:
        """Let `action` happen at `at`."""
        heapq.heappush(self._heap, (at, rank, next(self._noted), action))

    def note_tick(self, at: datetime, every: timedelta, rank: int, action: Action) -> None:
        """Let `action` happen at the first whole multiple of `every` from `at` on, once."""
        tick = EPOCH - (EPOCH - at) // every * every
        if (tick, rank) not in self._ticks:
            self._ticks.add((tick, rank))
            self.note(tick, rank, action)

    def run(self, *, until: datetime, passed: Callable[[datetime], object] = untold) -> None:
        """Let everything up to `until` happen, with what is noted on the way.

        `passed` hears of each instant; what it raises ends the run.
        """
        while self._heap and self._heap[0][0] <= until:
            at, rank, _, action = heapq.heappop(self._heap)
            self._ticks.discard((at, rank))
            action(at)
            passed(at)

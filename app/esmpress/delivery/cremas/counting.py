"""The CREMAS figures: how many prompts reached each step, and the compliance they make."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from esmpress.delivery.cremas.asked import (
    COMPLETED,
    DELIVERED,
    MISSED,
    OPENED,
    REPORTED,
    SENT,
    STARTED,
    VALID,
    Asked,
    Column,
)

_STEPS = (SENT, DELIVERED, OPENED, STARTED, COMPLETED, VALID, MISSED)


@dataclass(frozen=True)
class Counts:
    """How many prompts were planned, and how many of them came to each step."""

    planned: int = 0
    sent: int = 0
    delivered: int = 0
    opened: int = 0
    started: int = 0
    completed: int = 0
    valid: int = 0
    missed: int = 0

    @property
    def ended(self) -> int:
        """What compliance is a share of: completed, or expired without."""
        return self.completed + self.missed

    @property
    def compliance(self) -> float | None:
        """Completed of all that were completed or expired; None before the first."""
        return self.completed / self.ended if self.ended else None


@dataclass(frozen=True)
class Events:
    """What participants reported without being asked."""

    reported: int
    completed: int


def split_events(asked: Asked) -> tuple[Asked, Events]:
    """The prompts somebody was asked by, and the events beside them."""
    reported = asked.are(REPORTED)
    completed = int(np.count_nonzero(reported & asked.are(COMPLETED)))
    return asked.where(~reported), Events(int(np.count_nonzero(reported)), completed)


def count(asked: Asked) -> Counts:
    """The figures of all of them together."""
    return Counts(len(asked), *(int(np.count_nonzero(asked.are(step))) for step in _STEPS))


def count_by(asked: Asked, keys: Column) -> dict[int, Counts]:
    """The figures of each key, in order; `keys` has one for each prompt."""
    values, places = np.unique(keys, return_inverse=True)
    found = [np.bincount(places, minlength=len(values))]
    found += [np.bincount(places[asked.are(step)], minlength=len(values)) for step in _STEPS]
    rows = zip(*(column.tolist() for column in found), strict=True)
    return {int(value): Counts(*row) for value, row in zip(values, rows, strict=True)}

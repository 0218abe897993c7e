"""Who is counted, and which prompts are left when somebody asks for some of them alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from esmpress.delivery.cremas.asked import Asked, Mask
from esmpress.studies.models import Study


@dataclass(frozen=True)
class Person:
    """A participant whose answers are not left out of exports."""

    number: int
    pk: int
    language: str
    status: str


@dataclass(frozen=True)
class Wanted:
    """Which prompts to count; None, or empty, for any."""

    arm: int | None = None
    phase: int | None = None
    language: str = ""
    status: str = ""
    first_day: int | None = None
    last_day: int | None = None

    def people(self, everybody: list[Person]) -> list[Person]:
        """Those of the language and the status."""
        return [
            one
            for one in everybody
            if self.language in ("", one.language) and self.status in ("", one.status)
        ]

    def prompts(self, asked: Asked, people: list[Person]) -> Asked:
        """The prompts of these people, in the arm and the phase, on the days."""
        wanted: Mask = np.isin(asked.number, [one.number for one in people])
        if self.arm is not None:
            wanted &= asked.arm == self.arm
        if self.phase is not None:
            wanted &= asked.phase == self.phase
        if self.first_day is not None:
            wanted &= asked.day >= self.first_day
        if self.last_day is not None:
            wanted &= asked.day <= self.last_day
        return asked.where(wanted)


def read_people(study: Study) -> list[Person]:
    """Everybody of a study who is counted, by number; one statement."""
    rows = study.participants.in_exports().order_by("number")
    return [Person(*row) for row in rows.values_list("number", "pk", "language", "status")]

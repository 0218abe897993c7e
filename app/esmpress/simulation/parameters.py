"""What a simulation is asked to do, and whether it can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from esmpress.studies.models import Study, known_time_zones

MAX_PARTICIPANTS = 10_000
MAX_DAYS = 3660
MAX_LATENCY_MINUTES = 7 * 24 * 60
MAX_EVENTS_PER_DAY = 48


class UnusableParameter(ValueError):
    """One parameter cannot be used; the sentence names it."""


@dataclass(frozen=True)
class Parameters:
    """How many take part, from which day, and how they behave; the same ones, the same data."""

    slug: str
    participants: int
    start: date
    days: int | None = None
    seed: int = 7
    compliance: float = 0.75
    # Minutes from the invitation to the opening, where the window does not cut them off.
    latency_median: float = 4.0
    # The share of optional items left out of an answered questionnaire.
    missing_items: float = 0.03
    # Events a day a participant reports, where the study asks for events.
    events_per_day: float = 2.0
    # Given to the participants in turn; none: the study's own.
    time_zones: tuple[str, ...] = ()

    def check(self) -> None:
        """Raise UnusableParameter for the first parameter out of its range."""
        _between("participants", self.participants, 1, MAX_PARTICIPANTS)
        if self.days is not None:
            _between("days", self.days, 1, MAX_DAYS)
        _between("compliance", self.compliance, 0, 1)
        _between("latency-median", self.latency_median, 0.1, MAX_LATENCY_MINUTES)
        _between("missing-items", self.missing_items, 0, 1)
        _between("events-per-day", self.events_per_day, 0, MAX_EVENTS_PER_DAY)
        for zone in self.time_zones:
            if zone not in known_time_zones():
                raise UnusableParameter(
                    f"--time-zones: “{zone}” is not a time zone; write names like Europe/Warsaw, "
                    "with commas between them."
                )


def usual_start(study: Study, *, now: datetime) -> date:
    """Today, or the eve of a fixed first day that is still ahead."""
    today = now.astimezone(ZoneInfo(study.time_zone)).date()
    return max(today, study.start_date - timedelta(days=1)) if study.start_date else today


def _between(name: str, value: float, low: float, high: float) -> None:
    # Written so that NaN is refused too.
    if not low <= value <= high:
        raise UnusableParameter(
            f"--{name}: write a number from {low:g} to {high:g}, not {value:g}."
        )

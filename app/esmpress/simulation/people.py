"""Synthetic participants: who they are before anything is asked. docs/simulation.md explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.sampling.day_windows import WEEKDAYS
from esmpress.sampling.schemes import Scheme
from esmpress.simulation.parameters import Parameters
from esmpress.simulation.streams import normal, stream
from esmpress.studies.models import Study

# How much the beta distribution of propensities is drawn together about its mean.
PROPENSITY_STRENGTH = 8.0
# Standard deviations, on the log scale, between people.
LATENCY_BETWEEN = 0.3
PACE_BETWEEN = 0.3
SECONDS_AN_ITEM = 5.0
# Enrolment goes on for ten hours of the first day.
OFFICE_OPENS = timedelta(hours=8)
OFFICE_HOURS = timedelta(hours=10)
WEEKEND = ("sat", "sun")
HOUR = 60
STEP = 15


@dataclass(frozen=True)
class Person:
    """One synthetic participant; `propensity` is the chance to answer half-way through."""

    number: int
    language: str
    time_zone: str
    stratum: str
    wake_times: dict[str, Any] | None
    enrols_at: datetime
    propensity: float
    latency_median: float
    seconds_an_item: float


def make_person(number: int, study: Study, parameters: Parameters, *, needs_wake: bool) -> Person:
    """The participant of that number, the same for the same parameters."""
    draws = stream(parameters.seed, "person", number)
    zones = parameters.time_zones or (study.time_zone,)
    midnight = datetime.combine(parameters.start, datetime.min.time(), ZoneInfo(study.time_zone))
    return Person(
        number=number,
        language=draws.choice(study.languages),
        time_zone=zones[(number - 1) % len(zones)],
        stratum=draws.choice(study.strata) if study.strata else "",
        propensity=_propensity(draws.betavariate, parameters.compliance),
        latency_median=parameters.latency_median * math.exp(LATENCY_BETWEEN * normal(draws)),
        seconds_an_item=SECONDS_AN_ITEM * math.exp(PACE_BETWEEN * normal(draws)),
        wake_times=_wake_times(normal(draws), normal(draws)) if needs_wake else None,
        # One after another, as the numbers are given.
        enrols_at=midnight + OFFICE_OPENS + OFFICE_HOURS * ((number - 1) / parameters.participants),
    )


def needs_wake_times(scheme: Scheme) -> bool:
    """Whether a scheme follows the participants' own days."""
    return scheme.kind == "anchored" or scheme.windows == "participant"


def _propensity(beta: Any, mean: float) -> float:
    """From a beta distribution with this mean; the ends leave nothing to draw."""
    if mean in (0, 1):
        return mean
    drawn: float = beta(mean * PROPENSITY_STRENGTH, (1 - mean) * PROPENSITY_STRENGTH)
    return drawn


def _wake_times(early: float, late: float) -> dict[str, Any]:
    """Up at 07:15 or so, to bed at 23:00 or so; an hour later at weekends."""
    up, bed = 7 * HOUR + 15 + 45 * _limited(early), 23 * HOUR + 45 * _limited(late)
    return {
        day: {
            "from": _clock(up + HOUR * (day in WEEKEND)),
            "to": _clock(bed + HOUR * (day in WEEKEND)),
        }
        for day in WEEKDAYS
    }


def _limited(z: float) -> float:
    return min(max(z, -2.0), 2.0)


def _clock(minute: float) -> str:
    """The quarter of an hour next to a minute of the day, as people give it."""
    hours, minutes = divmod(round(minute / STEP) * STEP, HOUR)
    return f"{hours % 24:02d}:{minutes:02d}"

"""What a participant makes of an invitation: whether and when they open, start and submit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from esmpress.simulation.people import Person
from esmpress.simulation.streams import NORMAL, normal

# Logits of propensity lost from the first to the last study day.
DECLINE = 0.4
# Of the prompts that are not answered, so many are opened, and so many of these started.
BEGUN = 0.15
STARTED = 0.6
# Standard deviations, on the log scale, within a person.
LATENCY_WITHIN = 0.8
PACE_WITHIN = 0.4
SECONDS_TO_START = 6.0
SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class Invitation:
    """A prompt as its participant comes to know it; `day_share` runs from 0 to 1 over the days."""

    sent_at: datetime
    open_until: datetime
    finish_within: timedelta
    items: int
    day_share: float


@dataclass(frozen=True)
class Visit:
    """The steps of a participant on the page of a prompt; those not taken are None."""

    opens_at: datetime
    starts_at: datetime | None = None
    submits_at: datetime | None = None


def decide(person: Person, invitation: Invitation, draws: Random) -> Visit | None:
    """The participant's visit, or None when the prompt is missed altogether."""
    answers = draws.random() < chance(person.propensity, invitation.day_share)
    begins, starts = draws.random() < BEGUN, draws.random() < STARTED
    if not (answers or begins):
        return None
    opens_at = _opening(person, invitation, draws)
    last = max(invitation.open_until, opens_at + invitation.finish_within) - SECOND
    return fill_in(
        person,
        opens_at,
        last=last,
        items=invitation.items,
        draws=draws,
        starts=answers or starts,
        submits=answers,
    )


def fill_in(
    person: Person,
    opens_at: datetime,
    *,
    last: datetime,
    items: int,
    draws: Random,
    starts: bool = True,
    submits: bool = True,
) -> Visit:
    """A visit that begins at `opens_at` and ends before the time to finish does."""
    starts_at = min(opens_at + _seconds(SECONDS_TO_START, draws), last)
    submits_at = min(starts_at + _seconds(items * person.seconds_an_item, draws), last)
    return Visit(
        opens_at, starts_at if starts else None, submits_at if starts and submits else None
    )


def chance(propensity: float, day_share: float) -> float:
    """The chance to answer on a day: the propensity half-way, more before and less after."""
    if propensity <= 0 or propensity >= 1:
        return propensity
    logit = math.log(propensity / (1 - propensity)) + DECLINE * (0.5 - day_share)
    return 1 / (1 + math.exp(-logit))


def _opening(person: Person, invitation: Invitation, draws: Random) -> datetime:
    """A lognormal time after the invitation, cut off at the end of the window."""
    window = invitation.open_until - invitation.sent_at - SECOND
    share = NORMAL.cdf(
        math.log(window.total_seconds() / 60 / person.latency_median) / LATENCY_WITHIN
    )
    z = NORMAL.inv_cdf(max(draws.random() * share, 1e-12))
    minutes = person.latency_median * math.exp(LATENCY_WITHIN * z)
    return invitation.sent_at + min(max(SECOND * round(60 * minutes), SECOND), window)


def _seconds(median: float, draws: Random) -> timedelta:
    return SECOND * max(round(median * math.exp(PACE_WITHIN * normal(draws))), 1)

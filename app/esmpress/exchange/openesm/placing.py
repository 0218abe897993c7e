"""Gives each moment its instants: those that were noted, or made-up ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from esmpress.exchange.openesm.occasions import Occasion, made_up
from esmpress.exchange.openesm.reading import Moment

WINDOW = timedelta(minutes=60)


@dataclass(frozen=True)
class Placed:
    """A moment with its instants."""

    moment: Moment
    scheduled_at: datetime
    answered_at: datetime
    open_until: datetime


def place(moments: list[Moment], *, first: date, zone: ZoneInfo) -> list[Placed]:
    """Every moment with its instants; what nobody noted is counted from `first`, study day 1."""
    occasions = [moment.occasion for moment in moments]
    beeps = max(one.beep for one in occasions)
    begun = {one.who: day for one in occasions if (day := _first_day(one))}
    placed = []
    for moment in moments:
        one = moment.occasion
        own = begun.get(one.who, first)
        wall = one.planned or one.answered
        at = (
            wall.replace(tzinfo=zone)
            if wall
            else made_up(one.day, one.beep, first=own, beeps=beeps, zone=zone)
        ).astimezone(UTC)
        answered = (
            max(at, one.answered.replace(tzinfo=zone).astimezone(UTC)) if one.answered else at
        )
        placed.append(Placed(moment, at, answered, max(at + WINDOW, answered)))
    return placed


def _first_day(one: Occasion) -> date | None:
    """Study day 1 of whoever has a noted instant."""
    wall = one.planned or one.answered
    return wall.date() - timedelta(days=one.day - 1) if wall else None

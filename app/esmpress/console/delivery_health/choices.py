"""The messages somebody can decide about, on the panel: the first ones, and all in groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from esmpress.console.delivery_words import (
    MESSAGE_STATES,
    State,
    kind_in_words,
    reason_in_words,
)
from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.models import Notification, NotificationQuerySet

# Rarer ones are reached through all of them, or one by one.
MOST_GROUPS = 6


@dataclass(frozen=True)
class Choice:
    """A message that can be decided about."""

    pk: int
    name: str
    planned: str
    state: State
    why: str


@dataclass(frozen=True)
class Group:
    """Messages in one status for one reason, to be decided about together."""

    status: str
    reason: str
    count: int
    state: State
    why: str


@dataclass(frozen=True)
class Choices:
    """The first messages one by one, how many there are, and the largest groups of them."""

    first: list[Choice]
    count: int
    groups: list[Group]


def choices(first: Sequence[Notification], undecided: NotificationQuerySet) -> Choices:
    """What one act can be about; a single group is all of them, and not told twice."""
    counted = undecided.order_by().values_list("status", "reason").annotate(count=Count("pk"))
    found = sorted(counted, key=lambda group: -group[2])
    groups = [
        Group(status, reason, count, MESSAGE_STATES[status], reason_in_words(reason))
        for status, reason, count in found[:MOST_GROUPS]
    ]
    total = sum(count for _, _, count in found)
    return Choices([_choice(row) for row in first], total, groups if len(found) > 1 else [])


def _choice(row: Notification) -> Choice:
    return Choice(
        row.pk,
        f"{row.prompt.participant}, {kind_in_words(row.kind).lower()}",
        on_wall_clock(row.planned_at, row.prompt.time_zone),
        MESSAGE_STATES[row.status],
        reason_in_words(row.reason),
    )

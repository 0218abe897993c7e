"""What was planned against what went out and arrived, with the reasons for each difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from esmpress.delivery.cremas.asked import DELIVERED, OPENED, SENT, Asked, Column, Mask
from esmpress.delivery.cremas.reading import REASONS, STATES
from esmpress.delivery.models import Notification

LATE_SECONDS = 60


@dataclass(frozen=True)
class Verdict:
    """Of the prompts that came due: what went out, what was late, what did not and why."""

    due: int
    sent: int
    late: int
    delivered: int
    # Never went out, by reason.
    not_sent: dict[str, int]
    # Not out yet, and not given up.
    waiting: int
    # Opened from the participant's own page, without an invitation.
    uninvited: int
    # Of the invitations, by their status in the ledger.
    invitations: dict[str, int]


def verdict_of(asked: Asked) -> Verdict:
    """The verdict on prompts; events, which nobody was asked for, have to be left out before."""
    sent, given_up = asked.are(SENT), asked.reason > 0
    uninvited = ~sent & ~given_up & asked.are(OPENED)
    return Verdict(
        due=len(asked),
        sent=_number(sent),
        late=_number(asked.late > LATE_SECONDS),
        delivered=_number(asked.are(DELIVERED)),
        not_sent=_named(asked.reason[~sent & given_up], REASONS),
        waiting=_number(~(sent | given_up | uninvited)),
        uninvited=_number(uninvited),
        invitations=_invitations(asked),
    )


def _invitations(asked: Asked) -> dict[str, int]:
    """What became of the invitations, the most first; what only SMTP took counts as delivered."""
    arrived = _number(asked.are(SENT) & (asked.message == 0))
    found = {Notification.Status.DELIVERED.value: arrived} if arrived else {}
    return found | _named(asked.message[asked.message > 0], STATES)


def _number(mask: Mask) -> int:
    return int(np.count_nonzero(mask))


def _named(places: Column, names: Sequence[str]) -> dict[str, int]:
    """How many of each, the most first."""
    counts = np.bincount(places - 1, minlength=len(names)).tolist()
    found = {name: number for name, number in zip(names, counts, strict=True) if number}
    return dict(sorted(found.items(), key=lambda one: -one[1]))

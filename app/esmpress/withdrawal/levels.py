"""The four levels of a withdrawal: each does what those before it do, and more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.delivery.models import Notification
from esmpress.jobs.discarding import discard_answers
from esmpress.participants import leavings
from esmpress.participants.models import Participant, WithdrawalStep
from esmpress.prompts import stopping
from esmpress.webhooks.models import Kind
from esmpress.webhooks.noting import About, note
from esmpress.withdrawal.erasing import erase
from esmpress.withdrawal.farewell import write_farewell
from esmpress.withdrawal.forgetting import forget
from esmpress.withdrawal.held import counted

Level = Participant.Level
Wish = WithdrawalStep.Wish

# From the least to the most.
LEVELS: tuple[Level, ...] = (Level.STOP, Level.FORGET, Level.EXCLUDE, Level.ERASE)
NOT_IN_EXPORTS = (Level.EXCLUDE, Level.ERASE)


class AlreadyWithdrawn(Exception):
    """The withdrawal goes as far as that already, or further."""


def levels_left(participant: Participant) -> tuple[Level, ...]:
    """The levels a participant can still choose: all, or those beyond their withdrawal."""
    if not participant.withdrawal_level:
        return LEVELS
    return LEVELS[LEVELS.index(Level(participant.withdrawal_level)) + 1 :]


@transaction.atomic
def withdraw(
    participant: Participant,
    level: Level,
    *,
    tells: bool = True,
    wish: Wish = Wish.OWN_PAGE,
    now: datetime,
) -> int:
    """Withdraw a participant as far as `level`, or further than before; how many prompts are off.

    A letter tells them, written before their address goes, unless they know (`tells`). Raises
    AlreadyWithdrawn. Whoever plans or submits in this moment is waited for: nothing is left that
    should have gone. What went is counted, for a certificate.
    """
    locked = _hold(participant)
    if level not in levels_left(locked):
        raise AlreadyWithdrawn(f"{participant} has withdrawn as far as that.")
    before = counted(locked, level)
    if tells:
        write_farewell(locked, level, now=now)
    takes_part = locked.status in Participant.TAKING_PART
    cancelled = stopping.withdraw(locked, now=now) if takes_part else 0
    Participant.objects.filter(pk=locked.pk).update(withdrawal_level=level)
    if level != Level.STOP:
        leavings.note(locked, level, at=now)
        forget(locked)
    files = discard_answers(locked.study, now=now) if level in NOT_IN_EXPORTS else 0
    if level == Level.ERASE:
        erase(locked)
    gone = before - counted(locked, level)
    WithdrawalStep.objects.create(
        participant=locked, level=level, at=now, wish=wish, gone=gone, files=files
    )
    note(locked.study_id, Kind.WITHDRAWN, About(locked.code), now=now)
    return cancelled


def _hold(participant: Participant) -> Participant:
    """The participant, read anew, with what others might be at: in the order they lock it."""
    rows = Participant.objects.select_for_update(of=("self",), no_key=True)
    locked = rows.select_related("study").get(pk=participant.pk)
    # Before the prompts, as who sends messages has it.
    messages = Notification.objects.filter(prompt__participant=locked).order_by("pk")
    list(messages.select_for_update(of=("self",)).values_list("pk"))
    return locked

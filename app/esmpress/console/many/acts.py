"""The acts: what each asks, to whom it can be done, and how it is done to one of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from esmpress.console.many.forms import ManyForm, MoveManyForm, PauseManyForm, WithdrawManyForm
from esmpress.participants.models import Participant
from esmpress.prompts import moving, stopping
from esmpress.studies.rights import Right
from esmpress.withdrawal import AlreadyWithdrawn, Level, levels_left, withdraw

Status = Participant.Status
# What an act raises for somebody whom another researcher, or they themselves, came first to.
CHANGED_MEANWHILE = (stopping.AlreadyStopped, stopping.NotPaused, AlreadyWithdrawn)


@dataclass(frozen=True)
class Act:
    """One act on many; `run` does it to one of them and returns the words for the history."""

    title: str | Promise
    button: str | Promise
    sentences: tuple[str | Promise, ...]
    why_not: Callable[[Participant], str]
    run: Callable[..., str]
    done: Callable[[int], str]
    form: type[ManyForm] = ManyForm
    right: Right = Right.ACT_ON_PEOPLE


def _has_left(one: Participant) -> str:
    if one.status == Status.WITHDRAWN:
        return _("Withdrawn already.")
    return _("The study has ended.") if one.study.ended_at is not None else ""


def _why_not_pause(one: Participant) -> str:
    return _has_left(one) or (_("Paused already.") if one.status == Status.PAUSED else "")


def _why_not_resume(one: Participant) -> str:
    return _has_left(one) or (_("Not paused.") if one.status != Status.PAUSED else "")


def _why_not_withdraw(one: Participant) -> str:
    return "" if levels_left(one) else _("Withdrawn as far as that goes.")


def _pause(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    until = typed["until"]
    count = stopping.pause(one, until=until, now=now)
    end = f" until {until}" if until else ""
    return f"Paused{end}, with others; prompts cancelled: {count}."


def _resume(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    del typed
    return f"Resumed, with others; prompts ahead: {stopping.resume(one, now=now)}."


def _move(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    change = moving.move(one, typed["time_zone"], now=now)
    return f"Moved to {change.time_zone}, with others; it counts from {change.from_date}."


def _withdraw(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    level = Level(typed["level"])
    count = withdraw(one, level, now=now)
    return f"Withdrawn ({level.value}), with others; prompts cancelled: {count}."


def _paused(count: int) -> str:
    return ngettext("{count} participant paused.", "{count} participants paused.", count)


def _resumed(count: int) -> str:
    return ngettext("{count} participant resumed.", "{count} participants resumed.", count)


def _moved(count: int) -> str:
    return ngettext("{count} participant moved.", "{count} participants moved.", count)


def _withdrawn(count: int) -> str:
    return ngettext("{count} participant withdrawn.", "{count} participants withdrawn.", count)


ACTS = {
    "pause": Act(
        title=gettext_lazy("Pause these participants?"),
        button=gettext_lazy("Pause"),
        sentences=(
            gettext_lazy(
                "No more invitations will be sent until the pause ends. Invitations that are out "
                "can still be answered."
            ),
            gettext_lazy("The study days count on: what falls into the pause is not asked later."),
        ),
        why_not=_why_not_pause,
        run=_pause,
        done=_paused,
        form=PauseManyForm,
    ),
    "resume": Act(
        title=gettext_lazy("Resume these participations?"),
        button=gettext_lazy("Resume"),
        sentences=(
            gettext_lazy(
                "Invitations will be sent again, at the moments planned before the pause."
            ),
        ),
        why_not=_why_not_resume,
        run=_resume,
        done=_resumed,
    ),
    "move": Act(
        title=gettext_lazy("Move these participants to another time zone"),
        button=gettext_lazy("Move"),
        sentences=(
            gettext_lazy(
                "Prompts not sent yet are planned anew in the new zone, from the next local day "
                "or at once, as each study has it. Prompts that were sent stay as they are."
            ),
        ),
        why_not=_has_left,
        run=_move,
        done=_moved,
        form=MoveManyForm,
    ),
    "withdraw": Act(
        title=gettext_lazy("Withdraw these participants?"),
        button=gettext_lazy("Withdraw"),
        sentences=(
            gettext_lazy(
                "No more messages will be sent, but for one that tells each of it. This cannot be "
                "undone; a withdrawal can only go further later."
            ),
            gettext_lazy(
                "Stop keeps answers and address. Forget deletes the address too, so that nobody "
                "can tell any more whose the answers are. Leave out takes the answers out of "
                "every export from now on, too. Erase deletes answers, photos, messages and all "
                "else but number, dates and level."
            ),
        ),
        why_not=_why_not_withdraw,
        run=_withdraw,
        done=_withdrawn,
        form=WithdrawManyForm,
    ),
}

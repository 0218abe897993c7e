"""Each act done to one participant: why it cannot be, what it does, and how many it was done to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from esmpress.console.wall_clock import on_wall_clock
from esmpress.delivery.resending import CannotResend, resend
from esmpress.participants.models import Participant
from esmpress.prompts import moving, stopping
from esmpress.withdrawal import AlreadyWithdrawn, Level, Wish, levels_left, withdraw

Status = Participant.Status
# What an act raises for somebody whom another researcher, or they themselves, came first to.
CHANGED_MEANWHILE = (
    stopping.AlreadyStopped,
    stopping.NotPaused,
    AlreadyWithdrawn,
    CannotResend,
)


def has_left(one: Participant) -> str:
    """Why nothing can be done to them but withdrawing further."""
    if one.status == Status.WITHDRAWN:
        return _("Withdrawn already.")
    return _("The study has ended.") if one.study.ended_at is not None else ""


def why_not_pause(one: Participant) -> str:
    """Why they cannot be paused."""
    return has_left(one) or (_("Paused already.") if one.status == Status.PAUSED else "")


def why_not_resume(one: Participant) -> str:
    """Why they cannot be resumed."""
    return has_left(one) or (_("Not paused.") if one.status != Status.PAUSED else "")


def why_not_withdraw(one: Participant) -> str:
    """Why they cannot be withdrawn further."""
    return "" if levels_left(one) else _("Withdrawn as far as that goes.")


def do_pause(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    """Pause them."""
    until = typed["until"]
    count = stopping.pause(one, until=until, now=now)
    end = f" until {until}" if until else ""
    return f"Paused{end}, with others; prompts cancelled: {count}."


def do_resume(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    """Resume them."""
    del typed
    return f"Resumed, with others; prompts ahead: {stopping.resume(one, now=now)}."


def do_move(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    """Move them to another time zone."""
    change = moving.move(one, typed["time_zone"], now=now)
    return f"Moved to {change.time_zone}, with others; it counts from {change.from_date}."


def do_withdraw(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    """Withdraw them as far as was chosen."""
    level = Level(typed["level"])
    count = withdraw(one, level, wish=Wish.RESEARCHER, now=now)
    return f"Withdrawn ({level.value}), with others; prompts cancelled: {count}."


def do_resend(one: Participant, typed: Mapping[str, Any], *, now: datetime) -> str:
    """Send their open link again."""
    del typed
    moment = on_wall_clock(resend(one, now=now).scheduled_at, one.time_zone)
    return f"The link of the prompt of {moment} is sent again, with others."


def resent(count: int) -> str:
    """So many got the link again."""
    return ngettext(
        "The link goes out again to {count} participant.",
        "The link goes out again to {count} participants.",
        count,
    )


def paused(count: int) -> str:
    """So many were paused."""
    return ngettext("{count} participant paused.", "{count} participants paused.", count)


def resumed(count: int) -> str:
    """So many were resumed."""
    return ngettext("{count} participant resumed.", "{count} participants resumed.", count)


def moved(count: int) -> str:
    """So many were moved."""
    return ngettext("{count} participant moved.", "{count} participants moved.", count)


def withdrawn(count: int) -> str:
    """So many were withdrawn."""
    return ngettext("{count} participant withdrawn.", "{count} participants withdrawn.", count)

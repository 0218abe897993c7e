"""Which browsers somebody is logged in with: begun, seen, ended."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet

from esmpress.accounts.models import LogIn, Researcher

# What a session calls its row.
KEPT_AS = "log_in"
_SEEN_EVERY = timedelta(minutes=5)
_SURE_FOR = timedelta(minutes=10)
_KEPT_FOR = timedelta(days=90)


def begin(
    session: SessionBase, researcher: Researcher, *, device: str, network: str, now: datetime
) -> LogIn:
    """Somebody has just logged in by this session."""
    researcher.log_ins.filter(seen_at__lt=now - _KEPT_FOR).delete()
    made = LogIn.objects.create(
        researcher=researcher,
        device=device[:60],
        network=network[:45],
        begun_at=now,
        seen_at=now,
        confirmed_at=now,
    )
    session[KEPT_AS] = made.pk
    return made


def find(session: SessionBase, researcher: Researcher, *, now: datetime) -> LogIn | None:
    """The row of this session; None when it was ended from somewhere else, or its time is over.

    A session that is written to would live on.
    """
    return live(researcher, now=now).filter(pk=session[KEPT_AS]).first()


def see(log_in: LogIn, *, network: str, now: datetime) -> None:
    """Note that this browser is used, every few minutes."""
    if now - log_in.seen_at >= _SEEN_EVERY:
        LogIn.objects.filter(pk=log_in.pk).update(seen_at=now, network=network[:45])


def is_sure(log_in: LogIn, *, now: datetime) -> bool:
    """Whether who sits there has shown it a moment ago."""
    return now - log_in.confirmed_at < _SURE_FOR


def make_sure(log_in: LogIn, *, now: datetime, **changes: Any) -> None:
    """Who sits there has just shown that it is them."""
    LogIn.objects.filter(pk=log_in.pk).update(confirmed_at=now, **changes)


def live(researcher: Researcher, *, now: datetime) -> QuerySet[LogIn]:
    """The log-ins that have not ended, the one used last first."""
    oldest = now - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return researcher.log_ins.filter(ended_at=None, begun_at__gt=oldest)


def end(
    researcher: Researcher, *, now: datetime, only: int | None = None, keep: int | None = None
) -> int:
    """End log-ins of a researcher: one, all but one, or all; how many that were."""
    rows = researcher.log_ins.filter(ended_at=None)
    if only is not None:
        rows = rows.filter(pk=only)
    if keep is not None:
        rows = rows.exclude(pk=keep)
    return rows.update(ended_at=now)

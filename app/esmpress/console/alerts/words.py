"""How an alert stands, in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esmpress.alerts.models import Alert
from esmpress.console.wall_clock import on_wall_clock


def state_in_words(alert: Alert) -> str:
    """Whether it is open, who looks after it, or why it is over; the newest of these."""
    if alert.done_at is not None:
        return _("done by %(who)s") % {"who": named(alert.done_by)}
    if alert.ended_at is not None:
        return _("over: %(reason)s") % {"reason": alert.get_end_reason_display()}
    if alert.acknowledged_at is not None:
        return _("acknowledged by %(who)s") % {"who": named(alert.acknowledged_by)}
    return _("open")


def event_in_words(who: object, at: str) -> str:
    """Who did something, and when."""
    return _("%(who)s, %(at)s") % {"who": who, "at": at}


def at_in_words(alert: Alert, instant: object) -> str:
    """An instant on the study's wall clock."""
    return on_wall_clock(instant, alert.study.time_zone)  # type: ignore[arg-type]


def named(researcher: object | None) -> str:
    """The researcher, or that they are gone."""
    return str(researcher) if researcher is not None else _("somebody who is gone")

"""Webhooks in figures for monitoring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q

from esmpress.webhooks.models import Delivery, Endpoint

_OVER = timedelta(hours=24)


@dataclass(frozen=True)
class Figures:
    """Events that wait, of them those that failed before; given up of late; endpoints off."""

    waiting: int
    retried: int
    given_up: int
    endpoints_off: int


def figures(*, now: datetime) -> Figures:
    """As of `now`; what is over is counted for a day."""
    waiting = Delivery.objects.filter(state=Delivery.State.WAITING).aggregate(
        all=Count("pk"), retried=Count("pk", filter=~Q(failure=""))
    )
    given_up = Delivery.objects.filter(state=Delivery.State.GIVEN_UP, ended_at__gt=now - _OVER)
    off = Endpoint.objects.filter(off_at__isnull=False).exclude(off_reason=Endpoint.Off.BY_HAND)
    return Figures(waiting["all"], waiting["retried"], given_up.count(), off.count())

"""Pauses that end by themselves: the participant is asked again from the first minute of a day."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

from esmpress.participants.models import Participant, Pause
from esmpress.prompts.planning import EASTERNMOST
from esmpress.prompts.stopping import AlreadyStopped, NotPaused, resume


def resume_after_pauses(*, now: datetime) -> int:
    """Resume whose day has begun, by the clock where they are; how many."""
    resumed = 0
    for participant in _due(now=now):
        # Somebody may have resumed or ended it in this moment.
        with suppress(AlreadyStopped, NotPaused):
            resume(participant, now=now)
            resumed += 1
    return resumed


def _due(*, now: datetime) -> list[Participant]:
    # The day begins first in the east.
    latest = (now + EASTERNMOST).date()
    pauses = Pause.objects.filter(
        ended_at__isnull=True, until__lte=latest, participant__study__ended_at__isnull=True
    )
    rows = pauses.select_related("participant__study").order_by("participant")
    return [row.participant for row in rows if _has_begun(row, now=now)]


def _has_begun(pause: Pause, *, now: datetime) -> bool:
    today = now.astimezone(ZoneInfo(pause.participant.time_zone)).date()
    return pause.until is not None and pause.until <= today

"""Enters the messages of prompts into the ledger shortly before they are due."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models import Exists, OuterRef

from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt
from esmpress.sampling.schemes import MalformedScheme
from esmpress.studies.models import Schedule

ENTER_AHEAD = timedelta(minutes=1)
ENTER_BATCH = 5000

log = structlog.get_logger(__name__)


def enter_due(*, channel: str, now: datetime) -> int:
    """Enter the messages of prompts that come due within a minute; how many rows."""
    entered = Notification.objects.filter(prompt=OuterRef("pk"))
    prompts = list(
        Prompt.objects.unsent()
        .filter(~Exists(entered), scheduled_at__lte=now + ENTER_AHEAD, open_until__gt=now)
        .order_by("open_until", "pk")[:ENTER_BATCH]
    )
    schedules = Schedule.objects.in_bulk({prompt.schedule_id for prompt in prompts})
    reminders = {pk: _reminders_of(schedule) for pk, schedule in schedules.items()}
    rows = [
        row
        for prompt in prompts
        for row in _rows_of(prompt, reminders[prompt.schedule_id], channel)
    ]
    Notification.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


def _reminders_of(schedule: Schedule) -> tuple[int, ...]:
    """Minutes after the invitation; none when the scheme can no longer be read."""
    try:
        return schedule.parsed_scheme().reminders
    except MalformedScheme:
        # One study's broken schedule must not hold up the invitations of all.
        log.exception("reminders_unknown", schedule=schedule.pk)
        return ()


def _rows_of(prompt: Prompt, reminders: tuple[int, ...], channel: str) -> list[Notification]:
    moments = [(Notification.INVITATION, 0)]
    moments += [(f"reminder_{n}", minutes) for n, minutes in enumerate(reminders, start=1)]
    return [_row(prompt, kind, minutes, channel) for kind, minutes in moments]


def _row(prompt: Prompt, kind: str, minutes: int, channel: str) -> Notification:
    moment = prompt.scheduled_at + timedelta(minutes=minutes)
    return Notification(
        prompt=prompt,
        kind=kind,
        channel=channel,
        planned_at=moment,
        due_at=moment,
        open_until=prompt.open_until,
    )

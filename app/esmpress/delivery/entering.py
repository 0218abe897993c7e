"""Enters the messages of prompts into the ledger shortly before they are due."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

import structlog
from django.db import DataError, IntegrityError, transaction
from django.db.models import Exists, OuterRef

from esmpress.delivery.models import Notification
from esmpress.prompts.models import Prompt
from esmpress.sampling.schemes import MalformedScheme
from esmpress.studies.models import ScheduleVersion

ENTER_AHEAD = timedelta(minutes=1)
ENTER_BATCH = 5000

log = structlog.get_logger(__name__)


def enter_due(*, channel: str, now: datetime) -> int:
    """Enter the messages of prompts that come due within a minute; how many rows."""
    entered = Notification.objects.filter(prompt=OuterRef("pk"))
    prompts = (
        Prompt.objects.unsent()
        .filter(~Exists(entered), scheduled_at__lte=now + ENTER_AHEAD, open_until__gt=now)
        .order_by("open_until", "pk")[:ENTER_BATCH]
    )
    by_version: dict[int, list[Prompt]] = defaultdict(list)
    for prompt in prompts:
        by_version[prompt.schedule_version_id].append(prompt)
    versions = ScheduleVersion.objects.in_bulk(by_version)
    return sum(_enter(versions[pk], alike, channel) for pk, alike in by_version.items())


def _enter(version: ScheduleVersion, prompts: list[Prompt], channel: str) -> int:
    """Enter the messages of one version, without reminders if they stand in the way; how many.

    What the scheme or the database refuses of one version must not hold up the others.
    """
    for reminders_of in (_reminders_of, _no_reminders):
        try:
            return _insert(prompts, reminders_of(version), channel)
        except (MalformedScheme, IntegrityError, DataError):
            log.exception("messages_not_entered", schedule_version=version.pk)
    return 0


def _reminders_of(version: ScheduleVersion) -> tuple[int, ...]:
    """Minutes after the invitation; raises MalformedScheme."""
    return version.parsed_scheme().reminders


def _no_reminders(_version: ScheduleVersion) -> tuple[int, ...]:
    return ()


@transaction.atomic
def _insert(prompts: list[Prompt], reminders: tuple[int, ...], channel: str) -> int:
    rows = [row for prompt in prompts for row in _rows_of(prompt, reminders, channel)]
    Notification.objects.bulk_create(rows, batch_size=1000, ignore_conflicts=True)
    return len(rows)


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

"""Pausing: a participant is not asked for a while; the study days count on."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.participants.models import Participant, Pause

Status = Participant.Status


@transaction.atomic
def mark_paused(participant: Participant, *, now: datetime) -> bool:
    """Begin a pause; False unless the participant was enrolled."""
    paused = Participant.objects.enrolled().filter(pk=participant.pk).update(status=Status.PAUSED)
    if paused:
        Pause.objects.create(participant=participant, began_at=now)
    return bool(paused)


@transaction.atomic
def mark_resumed(participant: Participant, *, now: datetime) -> bool:
    """End the pause; False unless there was one."""
    resumed = Participant.objects.filter(pk=participant.pk, status=Status.PAUSED).update(
        status=Status.ENROLLED
    )
    if resumed:
        Pause.objects.filter(participant=participant, ended_at__isnull=True).update(ended_at=now)
    return bool(resumed)

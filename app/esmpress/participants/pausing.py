"""Pausing: a participant is not asked for a while; the study days count on."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from esmpress.participants.models import Participant, Pause

Status = Participant.Status
LONGEST = timedelta(days=90)


def check_pause_end(participant: Participant, until: date, *, now: datetime) -> None:
    """Raise ValidationError naming `until` unless a pause can end on this local day."""
    today = now.astimezone(ZoneInfo(participant.time_zone)).date()
    if until <= today:
        raise ValidationError(_("until: the pause has to end on a day to come."), code="past")
    if until > today + LONGEST:
        raise ValidationError(
            _("until: a pause has %(days)s days at most.") % {"days": LONGEST.days}, code="too_far"
        )


@transaction.atomic
def mark_paused(participant: Participant, *, until: date | None = None, now: datetime) -> bool:
    """Begin a pause; False unless the participant was enrolled."""
    paused = Participant.objects.enrolled().filter(pk=participant.pk).update(status=Status.PAUSED)
    if paused:
        Pause.objects.create(participant=participant, began_at=now, until=until)
    return bool(paused)


def change_pause_end(participant: Participant, until: date | None) -> None:
    """Let the pause end on another day, or not by itself."""
    Pause.objects.filter(participant=participant, ended_at__isnull=True).update(until=until)


@transaction.atomic
def mark_resumed(participant: Participant, *, now: datetime) -> bool:
    """End the pause; False unless there was one."""
    resumed = Participant.objects.filter(pk=participant.pk, status=Status.PAUSED).update(
        status=Status.ENROLLED
    )
    if resumed:
        Pause.objects.filter(participant=participant, ended_at__isnull=True).update(ended_at=now)
    return bool(resumed)

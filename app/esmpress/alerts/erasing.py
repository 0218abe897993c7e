"""Forgetting and erasing what alerts know of a participant."""

from __future__ import annotations

from esmpress.alerts.models import Alert, AlertMail
from esmpress.delivery.models import Letter
from esmpress.participants.models import Participant


def forget_notes(participant: Participant) -> None:
    """Delete what researchers wrote: it may name the person."""
    Alert.objects.filter(participant=participant).update(note="")


def erase_alerts(participant: Participant) -> None:
    """Delete a participant's alerts with what was written about them; takes a transaction.

    A letter that has not gone out yet is written anew without them; those sent hold no words.
    """
    waiting = Letter.objects.filter(
        alert_mails__alert__participant=participant, status=Letter.Status.PLANNED
    )
    ids = list(waiting.values_list("pk", flat=True).distinct())
    AlertMail.objects.filter(letter__in=ids).delete()
    Letter.objects.filter(pk__in=ids).delete()
    Alert.objects.filter(participant=participant).delete()

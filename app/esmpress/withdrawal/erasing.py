"""Erasing a participant's data: number, status, dates and level stay, and the draw of the arm."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from esmpress.alerts.erasing import erase_alerts
from esmpress.delivery.models import CoordinatorAlert, Notification, ProviderEvent
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.webhooks.noting import forget_prompts

ERASED = "erased"


def erase(participant: Participant) -> None:
    """Delete all that the participant gave and all that is known of them; takes a transaction.

    The participant has been forgotten before.
    """
    prompts = Prompt.objects.filter(participant=participant)
    # Who submits in this moment is waited for, or finds nothing any more.
    list(prompts.order_by("pk").select_for_update(of=("self",)).values_list("pk"))
    messages = Notification.objects.filter(prompt__participant=participant)
    ProviderEvent.objects.filter(notification_id__in=messages.values("public_id")).delete()
    # Before the answers some of them are about.
    erase_alerts(participant)
    # Responses, photos, drafts and messages go with their prompts.
    prompts.delete()
    forget_prompts(participant.study_id, participant.code)
    _erase_course(participant)
    _erase_row(participant)


def _erase_course(participant: Participant) -> None:
    """What happened in the course of the participation, and what researchers wrote about it."""
    for rows in (
        participant.consents,
        participant.pauses,
        participant.mail_stops,
        participant.zone_changes,
        CoordinatorAlert.objects.filter(participant=participant),
    ):
        rows.all().delete()
    participant.allocations.exclude(reason="").update(reason=ERASED)
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Participant), object_id=str(participant.pk)
    ).update(change_message=ERASED)


def _erase_row(participant: Participant) -> None:
    """The row without what tells of the person; language and zone are the study's own."""
    study = participant.study
    Participant.objects.filter(pk=participant.pk).update(
        language=study.languages[0],
        time_zone=study.time_zone,
        stratum="",
        wake_times=None,
        planned_through=None,
        unsubscribed_at=None,
        suppressed_at=None,
        suppressed_reason="",
    )

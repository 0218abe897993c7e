"""Snoozing: a participant asks to be reminded later, within the response window."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction

from esmpress.delivery.channels import active_channel
from esmpress.delivery.models import Notification
from esmpress.delivery.outgoing import last_moment
from esmpress.delivery.uncertain import note_arrival
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt

MAX_SNOOZES = 3
# A reminder sooner than that is no help: they have the message in their hands.
SOONEST = timedelta(minutes=2)

Status = Notification.Status


class CannotSnooze(Exception):
    """There can be no later reminder; `reason` says why.

    One of not_offered, answered, closed, paused, no_mail, too_late and used_up.
    """

    def __init__(self, reason: str) -> None:
        """Keep the reason as an attribute, for the page."""
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def snooze(prompt: Prompt, *, now: datetime) -> datetime:
    """Remind the participant later, and not before; when. A second press gets the same answer.

    The moment is the study's so many minutes ahead, or the last at which the rest of the window
    is still worth a message. Raises CannotSnooze.
    """
    # Held, so that two presses at once count as one.
    prompt = Prompt.objects.select_for_update(of=("self",)).get(pk=prompt.pk)
    participant = Participant.objects.select_related("study").get(pk=prompt.participant_id)
    rows = Notification.objects.filter(prompt=prompt)
    _check(prompt, participant, now=now)
    snoozes = rows.filter(kind__startswith="snooze").order_by("kind")
    if waiting := snoozes.filter(status__in=Notification.WAITING).first():
        return waiting.planned_at
    asked = snoozes.count()
    if asked >= MAX_SNOOZES:
        raise CannotSnooze("used_up")
    moment = min(
        now + timedelta(minutes=participant.study.snooze_minutes),
        last_moment(prompt.scheduled_at, prompt.open_until),
    )
    if moment < now + SOONEST:
        raise CannotSnooze("too_late")
    Notification.objects.create(
        prompt=prompt,
        kind=f"snooze_{asked + 1}",
        channel=active_channel(),
        planned_at=moment,
        due_at=moment,
        open_until=prompt.open_until,
    )
    note_arrival(prompt, now=now)
    _quieten(rows.filter(due_at__lte=moment).exclude(kind__startswith="snooze"), now=now)
    return moment


def _check(prompt: Prompt, participant: Participant, *, now: datetime) -> None:
    if not participant.study.snooze_minutes:
        raise CannotSnooze("not_offered")
    if prompt.status == Prompt.Status.ANSWERED:
        raise CannotSnooze("answered")
    takes_part = participant.status in Participant.TAKING_PART and participant.study.is_running
    if not (takes_part and prompt.is_open(now=now) and now < prompt.open_until):
        raise CannotSnooze("closed")
    if participant.status == Participant.Status.PAUSED:
        raise CannotSnooze("paused")
    if not participant.gets_mail:
        raise CannotSnooze("no_mail")


def _quieten(reminders: models.QuerySet[Notification], *, now: datetime) -> None:
    """The scheduled reminders before it do not go out: the participant asked not to be asked."""
    reminders.filter(status__in=Notification.WAITING, kind__startswith="reminder").update(
        status=Status.NOT_SENT, reason="snoozed", settled_at=now, lease_until=None
    )

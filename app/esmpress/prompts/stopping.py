"""What stops prompts before their time: a pause, another arm, a withdrawal, the study's end."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.participants import enrolment, pausing
from esmpress.participants.allocating import UnknownArm, mark_changed
from esmpress.participants.models import Allocation, Participant
from esmpress.participants.moving import next_local_day
from esmpress.prompts.lifecycle import ARM_CHANGED, PAUSED, cancel_prompts, reinstate_prompts
from esmpress.prompts.models import Prompt
from esmpress.prompts.replanning import MARGIN, replace_unsent
from esmpress.prompts.running import AlreadyStopped, hold_study, hold_taking_part
from esmpress.studies.design import Protocol
from esmpress.studies.models import Arm, Study

__all__ = [
    "AlreadyStopped",
    "NotPaused",
    "change_arm",
    "end_study",
    "pause",
    "pause_until",
    "resume",
    "withdraw",
]

STUDY_ENDED = "study_ended"


class NotPaused(Exception):
    """There is no pause to end."""


@transaction.atomic
def withdraw(participant: Participant, *, now: datetime) -> int:
    """End a participation and cancel what was not begun; how many prompts.

    Raises AlreadyStopped. A planner at work is waited for, so that nothing is planned afterwards.
    What else goes, by the level of a withdrawal, is `withdrawal.levels`' to say.
    """
    if not enrolment.mark_withdrawn(participant, now=now):
        raise AlreadyStopped(
            _("%(participant)s was withdrawn before.") % {"participant": participant}
        )
    return cancel_prompts(
        Prompt.objects.filter(participant=participant), reason="withdrawn", now=now
    )


@transaction.atomic
def pause(participant: Participant, *, until: date | None = None, now: datetime) -> int:
    """Ask no more until somebody resumes or the local day `until`; how many prompts are off.

    Raises AlreadyStopped, and ValidationError for a day that cannot be. Whoever has an invitation
    can still answer it. Planning goes on, so that the data have a row for each occasion.
    """
    hold_study(participant.study_id)
    if until is not None:
        pausing.check_pause_end(participant, until, now=now)
    if not pausing.mark_paused(participant, until=until, now=now):
        raise AlreadyStopped(
            _("%(participant)s is paused or was withdrawn before.") % {"participant": participant}
        )
    unsent = Prompt.objects.unsent().filter(participant=participant)
    return cancel_prompts(unsent, reason=PAUSED, now=now)


@transaction.atomic
def pause_until(participant: Participant, until: date | None, *, now: datetime) -> None:
    """Pause, or give the pause there is this end; a repeat changes nothing.

    Raises AlreadyStopped, and ValidationError for a day that cannot be.
    """
    current = hold_taking_part(participant)
    if current.status != Participant.Status.PAUSED:
        pause(current, until=until, now=now)
        return
    if until is not None:
        pausing.check_pause_end(current, until, now=now)
    pausing.change_pause_end(current, until)


@transaction.atomic
def resume(participant: Participant, *, now: datetime) -> int:
    """Ask again; how many prompts are ahead again, at the moments they had before the pause.

    Raises NotPaused, and AlreadyStopped once the study has ended. The study days have counted on.
    """
    hold_study(participant.study_id)
    if not pausing.mark_resumed(participant, now=now):
        raise NotPaused(_("%(participant)s is not paused.") % {"participant": participant})
    return reinstate_prompts(Prompt.objects.filter(participant=participant), now=now)


@transaction.atomic
def change_arm(
    participant: Participant,
    arm: Arm,
    *,
    reason: str,
    researcher: Researcher | None,
    now: datetime,
) -> Allocation:
    """Give a participant another arm from the next local day; cancels what is unsent.

    Raises UnknownArm, also for a participant without an arm or with this one, and AlreadyStopped.
    """
    hold_study(participant.study_id)
    current = Participant.objects.taking_part().select_for_update(of=("self",), no_key=True)
    moved = current.filter(pk=participant.pk).order_by("pk").first()
    if moved is None:
        raise AlreadyStopped(
            _("%(participant)s was withdrawn before.") % {"participant": participant}
        )
    if not reason.strip():
        raise UnknownArm(_("reason: say why the arm is changed; the data keep it."))
    from_date = next_local_day(moved.time_zone, now=now)
    allocation = mark_changed(
        moved, arm, from_date=from_date, reason=reason, researcher=researcher, now=now
    )
    _call_off(moved, now=now)
    _clear_way(moved, from_date=from_date, now=now)
    replace_unsent(Participant.objects.filter(pk=moved.pk), from_date=from_date, now=now)
    return allocation


def _call_off(participant: Participant, *, now: datetime) -> None:
    """Cancel what is unsent, and what only a pause had called off."""
    unsent = Q(status=Prompt.Status.PLANNED, sent_at__isnull=True)
    ahead = Q(status=Prompt.Status.CANCELLED, status_reason=PAUSED, scheduled_at__gt=now)
    Prompt.objects.filter(unsent | ahead, participant=participant).update(
        status=Prompt.Status.CANCELLED, status_reason=ARM_CHANGED, ended_at=now
    )


def _clear_way(participant: Participant, *, from_date: date, now: datetime) -> None:
    """Remove called-off prompts where the new path asks the same schedule on the same day.

    One that is due within minutes or has a message stays: somebody may have been told of it.
    """
    assert participant.arm is not None
    path = Protocol(participant.study).path(participant.arm_id, from_date)
    if participant.start_date is not None:
        first = (from_date - participant.start_date).days + 1
        Prompt.objects.filter(
            participant=participant,
            status=Prompt.Status.CANCELLED,
            status_reason=ARM_CHANGED,
            trigger=Prompt.Trigger.SCHEDULE,
            schedule__in=[placed.schedule for placed in path],
            study_day__gte=first,
            scheduled_at__gt=now + MARGIN,
            notifications__isnull=True,
        ).delete()


@transaction.atomic
def end_study(study: Study, *, now: datetime) -> int:
    """End a running study and cancel what was not begun; how many prompts.

    Raises AlreadyStopped. Whoever has begun can finish; answers given so far are kept.
    """
    ended = Study.objects.running().filter(pk=study.pk).update(ended_at=now)
    if not ended:
        raise AlreadyStopped(_("“%(study)s” does not run.") % {"study": study})
    participants = study.participants.select_for_update(of=("self",), no_key=True)
    list(participants.order_by("pk").values_list("pk"))
    prompts = Prompt.objects.filter(participant__study=study)
    # Nobody resumes any more: what a pause had called off ahead is off because of the end.
    prompts.filter(
        status=Prompt.Status.CANCELLED, status_reason=PAUSED, scheduled_at__gt=now
    ).update(status_reason=STUDY_ENDED, ended_at=now)
    return cancel_prompts(prompts, reason=STUDY_ENDED, now=now)

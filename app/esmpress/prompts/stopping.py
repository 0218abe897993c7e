"""What stops prompts before their time: a withdrawal, the end of a study."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from esmpress.participants import enrolment
from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import cancel_prompts
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study


class AlreadyStopped(Exception):
    """The participant had withdrawn, or the study did not run."""


@transaction.atomic
def withdraw(participant: Participant, *, now: datetime) -> int:
    """End a participation and cancel what was not begun; how many prompts.

    Raises AlreadyStopped. A planner at work is waited for, so that nothing is planned afterwards.
    """
    if not enrolment.mark_withdrawn(participant, now=now):
        raise AlreadyStopped(f"{participant} was withdrawn before.")
    return cancel_prompts(
        Prompt.objects.filter(participant=participant), reason="withdrawn", now=now
    )


@transaction.atomic
def end_study(study: Study, *, now: datetime) -> int:
    """End a running study and cancel what was not begun; how many prompts.

    Raises AlreadyStopped. Whoever has begun can finish; answers given so far are kept.
    """
    ended = Study.objects.running().filter(pk=study.pk).update(ended_at=now)
    if not ended:
        raise AlreadyStopped(f"“{study}” does not run.")
    list(study.participants.select_for_update().values_list("pk"))
    prompts = Prompt.objects.filter(participant__study=study)
    return cancel_prompts(prompts, reason="study_ended", now=now)

"""Running: whoever changes what a study asks waits for its planner, and finds it not ended."""

from __future__ import annotations

from django.utils.translation import gettext as _

from esmpress.participants.models import Participant
from esmpress.studies.models import Study


class AlreadyStopped(Exception):
    """The participant had withdrawn or paused, or the study has ended or did not run."""


def hold_study(study_id: int) -> Study:
    """The study, with its row locked until the transaction ends; raises AlreadyStopped.

    To be held before anything else is locked: whoever plans, enrols, confirms or ends does the
    same, then locks participants by id, then their prompts, so that no two wait for each other.
    Who holds a participant and not the study still writes letters, alerts and the like of it:
    their foreign key is let through (`no_key`).
    """
    study = Study.objects.select_for_update(no_key=True).get(pk=study_id)
    if study.ended_at is not None:
        raise AlreadyStopped(
            _("“%(study)s” has ended; its participants stay as they are.") % {"study": study}
        )
    return study


def hold_taking_part(participant: Participant) -> Participant:
    """The participant, read anew and with their study locked; raises AlreadyStopped."""
    study = hold_study(participant.study_id)
    found = Participant.objects.taking_part().filter(pk=participant.pk).first()
    if found is None:
        raise AlreadyStopped(
            _("%(participant)s was withdrawn before.") % {"participant": participant}
        )
    found.study = study
    return found

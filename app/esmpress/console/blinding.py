"""Who may see which arm a participant is in, and what would tell it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from esmpress.console.rights.asking import access_of
from esmpress.studies.models import Schedule
from esmpress.studies.rights import Right


def sees_arms(request: HttpRequest, study_id: int | None = None) -> bool:
    """Whether who asks may see allocations in the study.

    Without one it is about a list: then in every study whose people stand in it, for sorting and
    filtering by a hidden column would tell it.
    """
    access = access_of(request)
    if study_id is not None:
        return access.may(Right.SEE_ARMS, study_id)
    listed, shown = access.studies(Right.SEE_PEOPLE), access.studies(Right.SEE_ARMS)
    return listed is None or shown is None or listed <= shown


def tells_arm(schedule: Schedule) -> bool:
    """Whether only participants of one arm are asked by the schedule."""
    return schedule.phase is not None and schedule.phase.arm_id is not None


def schedules_tell_arms(*, study: str) -> Exists:
    """Whether some schedule of the study at this path of a row tells an arm.

    Then the names of all its schedules are hidden: where some are missing, the gaps would tell.
    """
    return Exists(Schedule.objects.filter(study=OuterRef(study), phase__arm__isnull=False))

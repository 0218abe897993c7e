"""Who may see which arm a participant is in, and what would tell it."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.http import HttpRequest

from esmpress.studies.models import Schedule

SEE_ARMS = "participants.view_allocation"


def sees_arms(request: HttpRequest) -> bool:
    """Whether who asks may see allocations."""
    return request.user.has_perm(SEE_ARMS)


def tells_arm(schedule: Schedule) -> bool:
    """Whether only participants of one arm are asked by the schedule."""
    return schedule.phase is not None and schedule.phase.arm_id is not None


def schedules_tell_arms(*, study: str) -> Exists:
    """Whether some schedule of the study at this path of a row tells an arm.

    Then the names of all its schedules are hidden: where some are missing, the gaps would tell.
    """
    return Exists(Schedule.objects.filter(study=OuterRef(study), phase__arm__isnull=False))

"""Who may see which arm a participant is in, and what would tell it."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest

from esmpress.studies.models import Schedule

Row = TypeVar("Row", bound=Model)

SEE_ARMS = "participants.view_allocation"


def sees_arms(request: HttpRequest) -> bool:
    """Whether who asks may see allocations."""
    return request.user.has_perm(SEE_ARMS)


def tells_arm(schedule: Schedule) -> bool:
    """Whether only participants of one arm are asked by the schedule."""
    return schedule.phase is not None and schedule.phase.arm_id is not None


def with_schedules_that_tell(rows: QuerySet[Row], *, study: str) -> QuerySet[Row]:
    """The rows with `tells_arms`: whether some schedule of the study at this path tells an arm.

    Then the names of all its schedules are hidden: where some are missing, the gaps would tell.
    """
    telling = Schedule.objects.filter(study=OuterRef(study), phase__arm__isnull=False)
    return rows.annotate(tells_arms=Exists(telling))

"""Which long work somebody may see, and with it cancel and take its result home."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from esmpress.console.rights.asking import Access
from esmpress.jobs.kinds import Kind, all_kinds
from esmpress.jobs.models import Job
from esmpress.studies.models import Arm
from esmpress.studies.rights import Right


def visible_to(access: Access) -> Q:
    """The jobs of kinds for which the roles are enough, and one's own that are of no study."""
    found = Q(study__isnull=True, asked_by=access.researcher_id)
    for kind in all_kinds():
        of_kind = Q(kind=kind.name, study__isnull=False)
        for condition in _conditions(kind, access):
            of_kind &= condition
        found |= of_kind
    return found


def is_member_of(job: Job, access: Access) -> bool:
    """Whether who asks works in the job's study, with whatever role."""
    return job.study_id is not None and access.is_member(job.study_id)


def _conditions(kind: Kind, access: Access) -> Iterator[Q]:
    studies = access.studies(kind.right)
    if studies is not None:
        yield Q(study__in=studies)
    unblinded = access.studies(Right.SEE_ARMS)
    if kind.tells_arms and unblinded is not None:
        arms = Arm.objects.filter(study=OuterRef("study"))
        yield Q(study__in=unblinded) | ~Q(Exists(arms))

"""Allocating participants to the arms of a running study, in the order of enrolment.

What will be drawn next is shown nowhere: there is nothing here that looks ahead.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Allocation, Participant
from esmpress.sampling.allocation import arm_at
from esmpress.studies.models import Arm, Study


class UnknownArm(Exception):
    """The study has no such arm, or it is the one the participant has."""


@transaction.atomic
def allocate_waiting(study: Study, *, now: datetime) -> int:
    """Draw an arm for each participant of a launched study who has none; how many.

    Those of a draft wait for the launch, for until then its arms and weights can change.
    """
    # Whoever enrols or plans waits here: no place of a sequence is drawn twice.
    launched_at = Study.objects.select_for_update().get(pk=study.pk).launched_at
    arms = list(study.arms.all())
    if launched_at is None or not arms:
        return 0
    waiting = study.participants.taking_part().filter(arm__isnull=True).order_by("number")
    for participant in waiting:
        _draw(study, participant, arms, now=now)
    return len(waiting)


def _draw(study: Study, participant: Participant, arms: list[Arm], *, now: datetime) -> None:
    before = Allocation.objects.filter(
        participant__study=study, stratum=participant.stratum, origin=Allocation.Origin.DRAWN
    )
    drawn = arm_at(
        study.seed_bytes,
        stratum=participant.stratum,
        position=before.count() + 1,
        weights=tuple(arm.weight for arm in arms),
    )
    Allocation.objects.create(
        participant=participant,
        arm=arms[drawn.arm],
        stratum=participant.stratum,
        block=drawn.block,
        place=drawn.place,
        block_size=drawn.block_size,
        origin=Allocation.Origin.DRAWN,
        drawn_at=now,
    )
    participant.arm = arms[drawn.arm]
    participant.save(update_fields=["arm"])


def mark_changed(
    participant: Participant,
    arm: Arm,
    *,
    from_date: date,
    reason: str,
    researcher: Researcher | None,
    now: datetime,
) -> Allocation:
    """Give a participant another arm from a local day on; raises UnknownArm."""
    changed = (
        Participant.objects.filter(pk=participant.pk, study_id=arm.study_id, arm__isnull=False)
        .exclude(arm=arm)
        .update(arm=arm)
    )
    if not changed:
        raise UnknownArm(f"arm: {participant} cannot change to “{arm}”.")
    participant.arm = arm
    return Allocation.objects.create(
        participant=participant,
        arm=arm,
        stratum=participant.stratum,
        origin=Allocation.Origin.CHANGED,
        from_date=from_date,
        reason=reason,
        researcher=researcher,
        drawn_at=now,
    )

"""Allocating participants to the arms of a running study, in the order of enrolment.

What will be drawn next is shown nowhere: there is nothing here that looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.participants.models import Allocation, Participant
from esmpress.sampling.allocation import Drawn, arms_from
from esmpress.studies.models import Arm, Study


class UnknownArm(Exception):
    """The study has no such arm, or it is the one the participant has."""


@transaction.atomic
def allocate_waiting(study: Study, *, now: datetime) -> int:
    """Draw an arm for each participant of a launched study who has none; how many.

    Those of a draft wait for the launch, for until then its arms and weights can change.
    """
    # Whoever enrols or plans waits here: no place of a sequence is drawn twice.
    launched_at = Study.objects.select_for_update(no_key=True).get(pk=study.pk).launched_at
    arms = list(study.arms.all())
    if launched_at is None or not arms:
        return 0
    waiting = list(study.participants.taking_part().filter(arm__isnull=True).order_by("number"))
    allocations = _draw(study, waiting, arms, now=now)
    Allocation.objects.bulk_create(allocations)
    for arm in arms:
        drawn = [one.participant_id for one in allocations if one.arm_id == arm.pk]
        Participant.objects.filter(pk__in=drawn).update(arm=arm)
    return len(waiting)


def _draw(
    study: Study, waiting: Iterable[Participant], arms: Sequence[Arm], *, now: datetime
) -> list[Allocation]:
    """The next place of its stratum's sequence for each, in their order."""
    sequences = _Sequences(study, arms)
    return [
        Allocation(
            participant=participant,
            arm=arms[drawn.arm],
            stratum=participant.stratum,
            block=drawn.block,
            place=drawn.place,
            block_size=drawn.block_size,
            origin=Allocation.Origin.DRAWN,
            drawn_at=now,
        )
        for participant in waiting
        for drawn in [next(sequences[participant.stratum])]
    ]


class _Sequences(dict[str, Iterator[Drawn]]):
    """By stratum, what is drawn after those who have a place."""

    def __init__(self, study: Study, arms: Sequence[Arm]) -> None:
        super().__init__()
        self._seed = study.seed_bytes
        self._weights = tuple(arm.weight for arm in arms)
        drawn = Allocation.objects.filter(participant__study=study, origin=Allocation.Origin.DRAWN)
        counted = drawn.order_by("stratum").values_list("stratum")
        self._taken = dict(counted.annotate(taken=Count("pk")))

    def __missing__(self, stratum: str) -> Iterator[Drawn]:
        self[stratum] = arms_from(
            self._seed,
            stratum=stratum,
            position=self._taken.get(stratum, 0) + 1,
            weights=self._weights,
        )
        return self[stratum]


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
        raise UnknownArm(
            _("arm: %(participant)s cannot change to “%(arm)s”.")
            % {"participant": participant, "arm": arm}
        )
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

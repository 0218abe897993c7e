"""What can be certified of a withdrawal: what each step deleted, and what is there today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from esmpress.participants.leavings import digest
from esmpress.participants.models import Leaving, Participant, WithdrawalStep
from esmpress.withdrawal.held import counted, held_of


class NotWithdrawn(Exception):
    """The participant takes part: there is nothing to certify."""


@dataclass(frozen=True)
class Place:
    """Where a step stands in the chain of leavings; a step just made waits for its number."""

    number: int | None
    digest: str


@dataclass(frozen=True)
class Step:
    """One level, when, how the wish came, and what was there and is no more, by its name."""

    level: str
    at: datetime
    # None of steps from before this was noted.
    wish: str | None
    gone: Mapping[str, int]
    files: int
    place: Place | None


@dataclass(frozen=True)
class Certificate:
    """All of one participant's withdrawal, looked up at `looked_at`."""

    # As participants know it, by language.
    study_title: Mapping[str, str]
    study_slug: str
    code: str
    level: str
    steps: tuple[Step, ...]
    # How many there are today of what the level deletes, by name: each must be 0.
    left: Mapping[str, int]
    # How many there are today of what the level keeps, by name.
    stays: Mapping[str, int]
    looked_at: datetime

    @property
    def holds(self) -> bool:
        """Whether nothing is there of what had to go."""
        return not any(self.left.values())


def certify(participant: Participant, *, now: datetime) -> Certificate:
    """Look up what was deleted and what is left; raises NotWithdrawn."""
    if not participant.withdrawal_level:
        raise NotWithdrawn(f"{participant} takes part.")
    left, there = counted(participant, participant.withdrawal_level), held_of(participant)
    return Certificate(
        study_title=participant.study.title,
        study_slug=participant.study.slug,
        code=participant.code,
        level=participant.withdrawal_level,
        steps=_steps(participant),
        left=left,
        stays={name: count for name, count in there.items() if name not in left},
        looked_at=now,
    )


def _steps(participant: Participant) -> tuple[Step, ...]:
    """In their order; those of long ago, when nothing was counted, by their lines alone."""
    rows, noted = _lines(participant), list(participant.withdrawal_steps.order_by("pk"))
    instants = {step.at for step in noted}
    # Who goes far at once has a line for stopping too, of the same instant.
    unnoted = [_unnoted(row) for row in rows if row.at not in instants]
    steps = [*unnoted, *(_step(step, rows) for step in noted)]
    return tuple(sorted(steps, key=lambda step: step.at))


def _lines(participant: Participant) -> list[Leaving]:
    """The participant's own lines in the chain, of withdrawals alone."""
    return list(
        Leaving.objects.filter(
            participant=participant.pk,
            enrolled_at=participant.enrolled_at,
            act__in=Participant.Level.values,
        ).order_by("pk")
    )


def _place(row: Leaving) -> Place:
    return Place(row.seq, digest(row.line) if row.line else "")


def _unnoted(row: Leaving) -> Step:
    """A step from before what goes was counted."""
    return Step(row.act, row.at, None, {}, 0, _place(row))


def _step(step: WithdrawalStep, rows: list[Leaving]) -> Step:
    of_level = [_place(row) for row in rows if row.act == step.level]
    place = of_level[0] if of_level else None
    return Step(step.level, step.at, step.wish, step.gone, step.files, place)

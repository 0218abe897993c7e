"""Applies to a restored database what its participants did after the moment it was restored to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from esmpress.participants.models import Leaving, Participant
from esmpress.participants.unsubscribing import mark_subscribed, mark_unsubscribed
from esmpress.prompts.models import Prompt
from esmpress.withdrawal.levels import AlreadyWithdrawn, Level, Wish, withdraw
from esmpress.withdrawal.record import Line, RecordBroken

Act = Leaving.Act


@dataclass(frozen=True)
class Applied:
    """How many lines the record has, and what they met."""

    lines: int
    applied: int
    known: int
    # About people who are not in the restored state.
    strangers: int
    # Lines that the database has and the record has not: it was cut, or not kept to the last.
    missing: int
    # Erased people of whom the database still holds something; must be 0.
    not_erased: int


def apply_record(lines: Sequence[Line]) -> Applied:
    """Do again what the database does not know of; a second time changes nothing.

    Nobody is told again. Raises RecordBroken when the database and the record contradict each
    other, before anything is changed.
    """
    known = dict(Leaving.objects.filter(seq__isnull=False).values_list("seq", "line"))
    for line in lines:
        if known.get(line.seq, line.text) != line.text:
            raise RecordBroken(f"{line.seq:012d}.json is not what the database has as its line.")
    new = [line for line in lines if line.seq not in known]
    met = [_apply(line) for line in new]
    return Applied(
        lines=len(lines),
        applied=sum(met),
        known=len(lines) - len(new),
        strangers=len(met) - sum(met),
        missing=len(known.keys() - {line.seq for line in lines}),
        not_erased=_not_erased(),
    )


@transaction.atomic
def _apply(line: Line) -> bool:
    """Carry one line out and give it its place; whether its participant is there."""
    participant = Participant.objects.filter(
        pk=line.participant, enrolled_at=line.enrolled_at
    ).first()
    if participant is not None:
        _carry_out(participant, line)
    _adopt(line)
    return participant is not None


def _carry_out(participant: Participant, line: Line) -> None:
    if line.act == Act.UNSUBSCRIBE:
        mark_unsubscribed(participant, now=line.at)
    elif line.act == Act.SUBSCRIBE:
        mark_subscribed(participant, now=line.at)
    else:
        _withdraw(participant, Level(line.act), line)


def _withdraw(participant: Participant, level: Level, line: Line) -> None:
    try:
        withdraw(participant, level, tells=False, wish=Wish.RESTORE, now=line.at)
    except AlreadyWithdrawn:
        # Noted in the last seconds before the restored moment, and not yet numbered.
        return


def _adopt(line: Line) -> None:
    """Give the row that was noted for the line its old place; add one where none was noted."""
    who = {"participant": line.participant, "enrolled_at": line.enrolled_at}
    noted = Leaving.objects.filter(**who, act=line.act, at=line.at, seq__isnull=True)
    first = noted.order_by("pk").values("pk")[:1]
    place = {"seq": line.seq, "line": line.text}
    if not Leaving.objects.filter(pk__in=first).update(**place):
        Leaving.objects.create(**who, act=line.act, at=line.at, **place)


def _not_erased() -> int:
    erased = Participant.objects.filter(withdrawal_level=Level.ERASE)
    holds = Q(contact__isnull=False) | Q(pk__in=Prompt.objects.values("participant"))
    return erased.filter(holds).count()

"""Undoing an import: whom nobody has written to, and who has said nothing, is removed again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from esmpress.delivery.models import Letter, Notification
from esmpress.participants.models import (
    Allocation,
    Contact,
    ImportLine,
    Leaving,
    Participant,
    PeopleImport,
)
from esmpress.people_import.counting import count_lines
from esmpress.prompts.models import Prompt
from esmpress.withdrawal import Level, Wish, withdraw

UNDO_WITHIN = timedelta(hours=24)
AT_ONCE = 200
State, Outcome = PeopleImport.State, ImportLine.Outcome
_ENDED = (State.IMPORTED, State.STOPPED)


class TooLateToUndo(Exception):
    """The import has not ended, was undone before, or ended more than a day ago."""


def can_be_undone(stored: PeopleImport, *, now: datetime) -> bool:
    """Whether it has ended, less than a day ago."""
    ended = stored.ended_at if stored.state in _ENDED else None
    return ended is not None and now < ended + UNDO_WITHIN


def begin_undoing(stored: PeopleImport, *, now: datetime) -> None:
    """Let the undoing begin; raises TooLateToUndo for all but one of those who ask."""
    ended = PeopleImport.objects.filter(
        pk=stored.pk, state__in=_ENDED, ended_at__gt=now - UNDO_WITHIN
    )
    if not ended.update(state=State.UNDOING):
        raise TooLateToUndo


def count_removable(stored: PeopleImport) -> tuple[int, int]:
    """How many of those enrolled would be removed now, and how many would stay."""
    enrolled = stored.lines.filter(outcome=Outcome.ENROLLED, participant__isnull=False)
    people = Participant.objects.filter(pk__in=enrolled.values("participant"))
    total, untouched = people.count(), _untouched(people).count()
    return untouched, total - untouched


def undo(
    stored: PeopleImport,
    *,
    clock: Callable[[], datetime],
    report: Callable[[int, int], None],
) -> None:
    """Remove all that can be, or go on after a crash; the others stay, and are counted."""
    total = stored.lines.exclude(outcome="").exclude(outcome=Outcome.REFUSED).count()
    while undo_batch(stored, now=clock()):
        left = stored.lines.filter(outcome=Outcome.ENROLLED).count()
        report(total - left, total)
    _finish(stored)


@transaction.atomic
def undo_batch(stored: PeopleImport, *, now: datetime) -> int:
    """Remove the last of those who are left; how many lines were looked at."""
    locked = PeopleImport.objects.select_for_update(no_key=True).get(pk=stored.pk)
    if locked.state != State.UNDOING:
        return 0
    enrolled = locked.lines.filter(outcome=Outcome.ENROLLED).order_by("-number")
    lines = list(enrolled[:AT_ONCE])
    removable = _hold([line.participant_id for line in lines if line.participant_id])
    for line in lines:
        line.outcome = Outcome.UNDONE if line.participant_id in removable else Outcome.STAYED
    _remove(Participant.objects.filter(pk__in=removable), now=now)
    for line in lines:
        line.participant = None
    ImportLine.objects.bulk_update(lines, ["outcome", "participant"])
    return len(lines)


def _hold(participants: list[int]) -> set[int]:
    """Those who can be removed, held with their prompts: nothing is sent to them meanwhile."""
    rows = Participant.objects.filter(pk__in=participants).order_by("pk")
    list(rows.select_for_update(of=("self",), no_key=True).values_list("pk"))
    prompts = Prompt.objects.filter(participant__in=participants).order_by("pk")
    list(prompts.select_for_update(of=("self",)).values_list("pk"))
    return set(_untouched(rows).values_list("pk", flat=True))


def _untouched(people: QuerySet[Participant]) -> QuerySet[Participant]:
    """Whom nothing was sent to, who gave no answer, and whom nobody has withdrawn."""
    prompts = Prompt.objects.filter(participant=OuterRef("pk"))
    asked = prompts.filter(Q(sent_at__isnull=False) | Q(opened_at__isnull=False))
    messages = Notification.objects.filter(prompt__participant=OuterRef("pk"))
    letters = Letter.objects.filter(participant=OuterRef("pk"))
    taking_part = people.filter(status__in=Participant.TAKING_PART)
    return taking_part.exclude(Exists(asked)).exclude(Exists(messages)).exclude(Exists(letters))


def _remove(people: QuerySet[Participant], *, now: datetime) -> None:
    """Delete them; whose arm was drawn is erased instead, for a draw is kept for ever."""
    drawn = Allocation.objects.filter(participant=OuterRef("pk"))
    for participant in people.filter(Exists(drawn)).order_by("pk"):
        withdraw(participant, Level.ERASE, tells=False, wish=Wish.UNDONE, now=now)
    undrawn = people.exclude(Exists(drawn)).exclude(status=Participant.Status.WITHDRAWN)
    # A restored database must not have them back.
    Leaving.objects.bulk_create(
        Leaving(participant=pk, enrolled_at=enrolled_at, act=Leaving.Act.ERASE, at=now)
        for pk, enrolled_at in undrawn.order_by("pk").values_list("pk", "enrolled_at")
    )
    Prompt.objects.filter(participant__in=undrawn.values("pk")).delete()
    Contact.objects.filter(participant__in=undrawn.values("pk")).delete()
    undrawn.delete()


@transaction.atomic
def _finish(stored: PeopleImport) -> None:
    undoing = PeopleImport.objects.filter(pk=stored.pk, state=State.UNDOING)
    if undoing.update(state=State.UNDONE):
        PeopleImport.objects.filter(pk=stored.pk).update(counts=count_lines(stored))

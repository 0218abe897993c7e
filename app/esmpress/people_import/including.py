"""Choosing which doubtful lines are imported."""

from __future__ import annotations

from django.db import transaction

from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.counting import count_lines
from esmpress.people_import.verdicts import Reason

Verdict = ImportLine.Verdict


class NotChecked(Exception):
    """There are no lines to choose from: not yet, or not any more."""


@transaction.atomic
def include_line(stored: PeopleImport, number: int, *, included: bool) -> None:
    """Include one doubtful line or leave it out; another of the same address is left out for it.

    Raises NotChecked; ImportLine.DoesNotExist for a line that is not doubtful, or not there.
    """
    locked = _locked(stored)
    line = locked.lines.exclude(verdict=Verdict.REFUSED).get(number=number)
    if included:
        same = locked.lines.filter(email_index=line.email_index, is_included=True)
        same.exclude(pk=line.pk).update(is_included=False)
    locked.lines.filter(pk=line.pk).update(is_included=included)
    _count(locked)


@transaction.atomic
def include_doubtful(stored: PeopleImport, *, included: bool) -> None:
    """Include all doubtful lines but those of an address that is in the file twice, or none.

    Raises NotChecked.
    """
    locked = _locked(stored)
    doubtful = locked.lines.filter(verdict=Verdict.DOUBTFUL)
    if included:
        doubtful = doubtful.exclude(reasons__contains=[Reason.TWICE])
        # Where a repetition was chosen instead, it stays chosen.
        taken = locked.lines.filter(is_included=True, verdict=Verdict.DOUBTFUL)
        doubtful = doubtful.exclude(email_index__in=taken.values("email_index"))
    doubtful.update(is_included=included)
    _count(locked)


def _locked(stored: PeopleImport) -> PeopleImport:
    """The import, held so that it cannot begin meanwhile."""
    locked = PeopleImport.objects.select_for_update().get(pk=stored.pk)
    if locked.state != PeopleImport.State.CHECKED:
        raise NotChecked
    return locked


def _count(stored: PeopleImport) -> None:
    PeopleImport.objects.filter(pk=stored.pk).update(counts=count_lines(stored))

"""Addresses of a file are kept for a day at most, whatever became of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from esmpress.participants.models import ImportLine, PeopleImport
from esmpress.people_import.enrolling import stop
from esmpress.people_import.storing import forget_file
from esmpress.people_import.undoing import UNDO_WITHIN

KEPT_FOR = timedelta(hours=24)
State = PeopleImport.State
_NOT_BEGUN = (State.UPLOADED, State.CHECKED)


def remove_old_files(*, now: datetime) -> int:
    """Remove files that nobody imported, and lines of imports that can be undone no more."""
    abandoned = PeopleImport.objects.filter(state__in=_NOT_BEGUN, uploaded_at__lte=now - KEPT_FOR)
    removed = sum(remove(stored) for stored in abandoned)
    # No worker has come back to them.
    hanging = PeopleImport.objects.filter(state=State.IMPORTING, started_at__lte=now - KEPT_FOR)
    stopped = sum(stop(stored, now=now) for stored in hanging)
    over = PeopleImport.objects.filter(ended_at__lte=now - UNDO_WITHIN)
    lines, _ = ImportLine.objects.filter(
        people_import__in=over.exclude(state=State.UNDOING)
    ).delete()
    return removed + stopped + lines


@transaction.atomic
def remove(stored: PeopleImport) -> bool:
    """Remove a file that was not imported, with its lines; False when the import has begun."""
    waiting = PeopleImport.objects.filter(pk=stored.pk, state__in=_NOT_BEGUN)
    if not waiting.update(state=State.REMOVED):
        return False
    forget_file(stored)
    stored.lines.all().delete()
    return True

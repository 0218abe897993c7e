"""Doing at once what is small, and asking for the rest as long work."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from esmpress.console.confirming import acting_researcher
from esmpress.console.rights.asking import access_of
from esmpress.jobs.asking import ask_for
from esmpress.jobs.kinds import Kind
from esmpress.jobs.models import Job
from esmpress.jobs.tasks import wake
from esmpress.participants.models import PeopleImport
from esmpress.people_import.checking import check_lines
from esmpress.people_import.enrolling import enrol_lines
from esmpress.people_import.long_work import (
    CHECK_PEOPLE,
    IMPORT,
    IMPORT_PEOPLE,
    STUDIES_SEEN,
    UNDO_PEOPLE,
    jobs_of,
)
from esmpress.people_import.undoing import undo
from esmpress.studies.rights import Right

# So much is done while somebody waits a second or two.
BYTES_AT_ONCE = 200_000
PEOPLE_AT_ONCE = 200


def check_now_or_later(request: HttpRequest, stored: PeopleImport) -> None:
    """Check all lines, or have a worker do it."""
    seen = sorted(access_of(request).studies(Right.SEE_PEOPLE) or {stored.study_id})
    if stored.size <= BYTES_AT_ONCE:
        check_lines(stored, studies_seen=seen)
    else:
        _ask(request, stored, CHECK_PEOPLE, {STUDIES_SEEN: seen})


def enrol_now_or_later(request: HttpRequest, stored: PeopleImport) -> None:
    """Enrol all that are included, or have a worker do it; the import has begun."""
    if stored.counts["included"] <= PEOPLE_AT_ONCE:
        enrol_lines(stored, clock=timezone.now, report=_unheard)
    else:
        _ask(request, stored, IMPORT_PEOPLE, {})


def undo_now_or_later(request: HttpRequest, stored: PeopleImport) -> None:
    """Remove all that can be removed, or have a worker do it; the undoing has begun."""
    if stored.counts["enrolled"] <= PEOPLE_AT_ONCE:
        undo(stored, clock=timezone.now, report=_unheard)
    else:
        _ask(request, stored, UNDO_PEOPLE, {})


def job_under_way(stored: PeopleImport) -> Job | None:
    """The work on the import that waits or runs."""
    return jobs_of(stored).unfinished().select_related("study", "asked_by").first()


def _ask(request: HttpRequest, stored: PeopleImport, kind: Kind, more: dict[str, Any]) -> None:
    with transaction.atomic():
        ask_for(
            kind.name,
            study=stored.study,
            asked_by=acting_researcher(request),
            parameters={IMPORT: stored.pk, **more},
            now=timezone.now(),
        )
        transaction.on_commit(wake)


def _unheard(done: int, total: int) -> None:
    """Nobody looks on while it is done at once."""
    del done, total

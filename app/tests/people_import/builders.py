"""Imports as they are after an upload, a check, and an import."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from esmpress.participants.models import PeopleImport
from esmpress.people_import.checking import check_lines
from esmpress.people_import.enrolling import begin, enrol_lines
from esmpress.people_import.storing import store
from esmpress.studies.models import Study
from tests.factories import LAUNCHED_AT, make_study
from tests.people_import.files import addresses, text_file

# After the launch, and before the first prompt of whoever joins now.
NOW = LAUNCHED_AT + timedelta(hours=1)


def clock() -> datetime:
    return NOW


def unheard(done: int, total: int) -> None:
    """Progress that nobody looks at."""


def upload(study: Study | None = None, rows: Sequence[Sequence[str]] | None = None) -> PeopleImport:
    content = text_file(addresses(3) if rows is None else rows)
    return store(study or make_study(), content, uploaded_by=None, now=NOW)


def checked(
    study: Study | None = None, rows: Sequence[Sequence[str]] | None = None
) -> PeopleImport:
    return check_lines(upload(study, rows), studies_seen=())


def imported(
    study: Study | None = None, rows: Sequence[Sequence[str]] | None = None
) -> PeopleImport:
    stored = checked(study, rows)
    begin(stored, now=NOW)
    enrol_lines(stored, clock=clock, report=unheard)
    stored.refresh_from_db()
    return stored

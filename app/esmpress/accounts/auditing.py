"""Adding to the audit trail, and telling the database who acts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import DatabaseError, connection

from esmpress.accounts.audit_models import AuditEntry

# A page that is looked at again and again is seen once an hour.
SEEN_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True)
class Page:
    """What was looked at: a row of a table, or the list of all, and in which words."""

    table: str
    row: str
    words: str


@contextmanager
def acting(researcher_id: int) -> Iterator[None]:
    """Rows that change in this block, by this connection, are told to be of this researcher."""
    _say_who_acts(str(researcher_id), _request_id())
    try:
        yield
    finally:
        _nobody_acts()


def _say_who_acts(researcher: str, request_id: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('esmpress.researcher', %s, false),"
            " set_config('esmpress.request', %s, false)",
            [researcher, request_id],
        )


def _nobody_acts() -> None:
    """Whoever gets the connection next acts as nobody; if that cannot be said, it is closed."""
    try:
        _say_who_acts("", "")
    except DatabaseError:
        connection.close()


def record(act: str, *, now: datetime, researcher_id: int, words: str = "") -> None:
    """Add what a researcher did to no row."""
    _add(AuditEntry(at=now, act=act, researcher=researcher_id, words=words))


def record_by_command(words: str, *, now: datetime, study_id: int) -> None:
    """Add what was done to a study by a command, at which nobody logs in."""
    _add(
        AuditEntry(
            at=now,
            act=AuditEntry.Act.DO,
            study=study_id,
            subject_type="studies_study",
            subject=str(study_id),
            words=words,
        )
    )


def record_seen(page: Page, *, now: datetime, researcher_id: int, study_id: int | None) -> None:
    """Add that somebody saw a page."""
    _add(
        AuditEntry(
            at=now,
            act=AuditEntry.Act.SEE,
            researcher=researcher_id,
            study=study_id,
            subject_type=page.table,
            subject=page.row,
            words=page.words,
        )
    )


def was_seen(page: Page, *, now: datetime, researcher_id: int) -> bool:
    """Whether this researcher's look at the page is in the trail within the last hour."""
    return AuditEntry.objects.filter(
        act=AuditEntry.Act.SEE,
        researcher=researcher_id,
        subject_type=page.table,
        subject=page.row,
        words=page.words,
        at__gt=now - SEEN_AGAIN_AFTER,
    ).exists()


def _add(entry: AuditEntry) -> None:
    entry.request_id = _request_id()
    entry.save(force_insert=True)


def _request_id() -> str:
    found: str = structlog.contextvars.get_contextvars().get("request_id", "")
    return found

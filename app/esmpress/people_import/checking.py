"""Checking every line of a kept file: what is good, doubtful and refused, and nobody enrolled."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import islice

from django.db import transaction

from esmpress.participants.models import Contact, Participant, PeopleImport, email_index
from esmpress.people_import.counting import count_lines
from esmpress.people_import.facts import Facts
from esmpress.people_import.line_rows import Checked, insert_lines
from esmpress.people_import.lines import read_line
from esmpress.people_import.reading.columns import Field
from esmpress.people_import.reading.files import rows_of
from esmpress.people_import.reading.rows import RefusedFile, Row
from esmpress.people_import.storing import content_of, layout_stored, lock_unbegun
from esmpress.people_import.verdicts import Reading, Reason, Verdict

AT_ONCE = 1_000


@transaction.atomic
def check_lines(stored: PeopleImport, *, studies_seen: Collection[int]) -> PeopleImport:
    """Read the whole file as it is chosen to be read; the lines of a check before are gone.

    `studies_seen` are those of whose stopped mail the uploader may know. A file that cannot be read
    to its end has no lines, and the reason. Raises NotToBeChecked.
    """
    locked = lock_unbegun(stored)
    locked.lines.all().delete()
    locked.refusal, locked.refused_line, locked.state = "", None, PeopleImport.State.CHECKED
    try:
        with transaction.atomic():
            _check(locked, studies_seen)
    except RefusedFile as refused:
        locked.refusal, locked.refused_line = refused.refusal, refused.line
        locked.state = PeopleImport.State.UPLOADED
    locked.counts = count_lines(locked)
    locked.save(update_fields=["refusal", "refused_line", "state", "counts"])
    return locked


def _check(stored: PeopleImport, studies_seen: Collection[int]) -> None:
    checking = _Checking(stored, studies_seen)
    rows = rows_of(content_of(stored), layout_stored(stored))
    if stored.has_heading:
        next(rows, None)
    while batch := list(islice(rows, AT_ONCE)):
        insert_lines(stored, checking.checked(batch))


class _Checking:
    """Lines one batch after another; remembers the addresses of those before."""

    def __init__(self, stored: PeopleImport, studies_seen: Collection[int]) -> None:
        self._study = stored.study
        self._columns = {Field(name): place for name, place in stored.columns.items()}
        self._facts = Facts(stored.study)
        self._first: dict[bytes, int] = {}
        self._stopping = _studies_with_stopped_mail(studies_seen)

    def checked(self, rows: Sequence[Row]) -> list[Checked]:
        """Each row with its verdict."""
        readings = [read_line(row.cells, self._columns, self._facts) for row in rows]
        indexes = [self._index(reading) for reading in readings]
        known = statuses_by_index([index for index in indexes if index])
        stopped = self._stopped(readings)
        return [
            self._judged(row, reading, index, known, stopped)
            for row, reading, index in zip(rows, readings, indexes, strict=True)
        ]

    def _index(self, reading: Reading) -> bytes | None:
        if reading.verdict == Verdict.REFUSED:
            return None
        return email_index(self._study.pk, reading.email)

    def _judged(
        self,
        row: Row,
        reading: Reading,
        index: bytes | None,
        known: dict[bytes, str],
        stopped: set[str],
    ) -> Checked:
        if index is None:
            return Checked(row, reading.reasons)
        if index in known:
            return Checked(row, (*reading.reasons, reason_of(known[index])))
        twin = self._first.setdefault(index, row.number)
        doubts = [
            *([Reason.TWICE] if twin != row.number else []),
            *([Reason.MAIL_STOPPED] if reading.email.casefold() in stopped else []),
        ]
        reasons = (*reading.reasons, *doubts)
        return Checked(row, reasons, index, twin if twin != row.number else None)

    def _stopped(self, readings: Sequence[Reading]) -> set[str]:
        """Of these addresses, those to which mail was stopped in a study the uploader sees."""
        emails = [one.email.casefold() for one in readings if one.verdict != Verdict.REFUSED]
        by_index = {email_index(pk, email): email for pk in self._stopping for email in emails}
        found = Contact.objects.filter(
            email_index__in=list(by_index), participant__suppressed_at__isnull=False
        )
        return {by_index[bytes(index)] for index in found.values_list("email_index", flat=True)}


def statuses_by_index(indexes: Sequence[bytes]) -> dict[bytes, str]:
    """The status of who has each of these addresses already."""
    found = Contact.objects.filter(email_index__in=indexes)
    return {
        bytes(index): status
        for index, status in found.values_list("email_index", "participant__status")
    }


def reason_of(status: str) -> Reason:
    """Why somebody who is in the study with this status is not enrolled again."""
    return Reason.WITHDRAWN if status == Participant.Status.WITHDRAWN else Reason.ENROLLED


def _studies_with_stopped_mail(studies: Collection[int]) -> list[int]:
    stopped = Participant.objects.filter(study__in=list(studies), suppressed_at__isnull=False)
    return list(stopped.order_by().values_list("study", flat=True).distinct())

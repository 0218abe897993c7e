"""Puts checked lines into their table in bulk."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection

from esmpress.participants.models import PeopleImport
from esmpress.people_import.reading.rows import Row
from esmpress.people_import.verdicts import Reason, Verdict, verdict_of

_COPY = """
COPY participants_importline
     (people_import_id, number, verdict, reasons, twin, is_included, sealed_cells, email_index,
      outcome)
FROM STDIN
"""


@dataclass(frozen=True)
class Checked:
    """A row with what was found out; the index of its address where it could be enrolled."""

    row: Row
    reasons: tuple[Reason, ...]
    email_index: bytes | None = None
    twin: int | None = None

    @property
    def verdict(self) -> str:
        """Good, doubtful or refused."""
        return verdict_of(self.reasons)


def insert_lines(stored: PeopleImport, lines: Iterable[Checked]) -> None:
    """Insert lines with their cells sealed; good ones are included."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line in lines:
            copy.write_row(_values(stored, line))


def _values(stored: PeopleImport, line: Checked) -> tuple[object, ...]:
    number, verdict = line.row.number, line.verdict
    return (
        stored.pk,
        number,
        str(verdict),
        json.dumps(line.reasons),
        line.twin,
        verdict == Verdict.GOOD,
        stored.seal_cells(number, line.row.cells),
        line.email_index,
        "",
    )

"""The chain of leavings: each is numbered, and bound to the one before it by a digest."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from django.db import connection, transaction

from esmpress.participants.models import Leaving, Participant

# A number that nobody else takes for a lock.
_LOCK = 72_026


def note(participant: Participant, act: str, *, at: datetime) -> None:
    """Note that a participant goes as far as `act`, in the transaction that does it."""
    Leaving.objects.create(
        participant=participant.pk, enrolled_at=participant.enrolled_at, act=act, at=at
    )


@transaction.atomic
def number_leavings(*, now: datetime) -> int:  # noqa: ARG001  as every sweep is called
    """Give what was noted its place in the chain; how many rows.

    Apart from the noting, so that nobody who leaves waits for another.
    """
    waiting = Leaving.objects.filter(seq__isnull=True).order_by("pk")
    if not waiting.exists():
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    last = Leaving.objects.filter(seq__isnull=False).order_by("-seq").first()
    seq, line = (last.seq or 0, last.line) if last else (0, "")
    numbered = 0
    for row in waiting:
        seq, numbered = seq + 1, numbered + 1
        line = line_of(row, seq=seq, before=digest(line) if line else "")
        Leaving.objects.filter(pk=row.pk).update(seq=seq, line=line)
    return numbered


def line_of(row: Leaving, *, seq: int, before: str) -> str:
    """The row as it is kept outside; `before` is the digest of the line before it."""
    fields = {
        "seq": seq,
        "participant": row.participant,
        "enrolled_at": row.enrolled_at.isoformat(),
        "act": row.act,
        "at": row.at.isoformat(),
        "before": before,
    }
    return json.dumps(fields, separators=(",", ":"))


def digest(line: str) -> str:
    """What binds the next line to this one."""
    return hashlib.sha256(line.encode()).hexdigest()

"""Files of jobs, in pieces: worker and backend share the database, and no disk.

Nothing here is encrypted: whatever is confidential is not given along, and a result holds no more
than the tables it was made of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from esmpress.jobs.models import Job, Piece

PIECE_BYTES = 1_000_000
MOST_BYTES = 1_000_000_000
LIFETIME = timedelta(days=14)


class FileTooLarge(Exception):
    """The file grew beyond what is kept; the message is a sentence."""


class FileGone(Exception):
    """A piece is not there any more: the file was deleted while it was read."""


def keep_pieces(job: Job, parts: Iterable[bytes]) -> int:
    """Keep a result; how many bytes it has. Raises FileTooLarge."""
    size = 0
    for number, data in enumerate(_pieces(parts)):
        size += len(data)
        if size > MOST_BYTES:
            limit = MOST_BYTES // 1_000_000
            raise FileTooLarge(
                _("The file grew beyond %(limit)d MB, which is the most that is kept.")
                % {"limit": limit}
            )
        Piece.objects.create(job=job, role=Piece.Role.RESULT, number=number, data=data)
    return size


def give_file(job: Job, content: bytes) -> None:
    """Give a file along with a job that was just made."""
    for number, data in enumerate(_pieces([content])):
        Piece.objects.create(job=job, role=Piece.Role.GIVEN, number=number, data=data)


def given_file(job: Job) -> bytes:
    """The file that was given along."""
    return b"".join(_read(job, Piece.Role.GIVEN))


def result_pieces(job: Job) -> Iterator[bytes]:
    """The result, one piece in memory at a time.

    Raises FileGone where a piece is missing: half a file must not look like a whole one.
    """
    sent = 0
    for data in _read(job, Piece.Role.RESULT):
        sent += len(data)
        yield data
    if sent != job.file_size:
        raise FileGone


def forget_given(job: Job) -> None:
    """Delete the file that was given along."""
    job.pieces.filter(role=Piece.Role.GIVEN).delete()


def delete_old_results(*, now: datetime) -> int:
    """Delete the files of jobs that ended long ago; of how many jobs."""
    jobs = Job.objects.filter(kept_until__lte=now)
    Piece.objects.filter(job__in=jobs, role=Piece.Role.RESULT).delete()
    return jobs.update(kept_until=None)


def _read(job: Job, role: str) -> Iterator[bytes]:
    """One statement a piece: no cursor stays open while somebody slow takes the file."""
    rows = Piece.objects.filter(job=job, role=role).values_list("data", flat=True)
    number = 0
    while (data := rows.filter(number=number).first()) is not None:
        yield bytes(data)
        number += 1


def _pieces(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of one size; the last one is shorter."""
    waiting = bytearray()
    for part in parts:
        waiting += part
        while len(waiting) >= PIECE_BYTES:
            yield bytes(waiting[:PIECE_BYTES])
            del waiting[:PIECE_BYTES]
    if waiting:
        yield bytes(waiting)

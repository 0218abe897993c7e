from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.jobs import files
from esmpress.jobs.assignment import Assignment, CannotBeDone
from esmpress.jobs.files import FileGone, keep_pieces, result_pieces
from esmpress.jobs.models import Job, Piece
from tests.jobs.kinds import make_job

pytestmark = pytest.mark.django_db


def test_a_file_comes_back_as_it_was(now: datetime) -> None:
    job = make_job(now)
    parts = [bytes([number % 256]) * 999 for number in range(3000)]

    job.file_size = keep_pieces(job, parts)

    assert b"".join(result_pieces(job)) == b"".join(parts)


def test_an_empty_file_is_a_file(now: datetime) -> None:
    job = make_job(now)

    job.file_size = keep_pieces(job, [])

    assert b"".join(result_pieces(job)) == b""


def test_a_file_is_kept_and_read_one_piece_at_a_time(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = make_job(now)
    monkeypatch.setattr(files, "PIECE_BYTES", 10)
    kept: list[int] = []

    def parts() -> Iterator[bytes]:
        for _ in range(5):
            kept.append(Piece.objects.count())
            yield b"0123456789"

    job.file_size = keep_pieces(job, parts())
    reading = result_pieces(job)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        next(reading)

    assert kept == [0, 1, 2, 3, 4]
    assert len(asked) == 1


def test_a_file_that_grows_too_large_is_refused_with_a_sentence(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 2_000_000)
    assignment = Assignment(make_job(now), lambda _done, _total: None, now)
    endless = iter(lambda: b"x" * 500_000, b"")

    with pytest.raises(CannotBeDone, match="2 MB"):
        assignment.keep(endless, name="large.csv", content_type="text/csv")


def test_half_a_file_is_never_taken_for_a_whole_one(now: datetime) -> None:
    job = make_job(now)
    job.file_size = keep_pieces(job, [b"x" * 1_500_000])
    Piece.objects.filter(number=1).delete()

    with pytest.raises(FileGone):
        list(result_pieces(job))


def test_pieces_go_with_their_job(now: datetime) -> None:
    job = make_job(now)
    keep_pieces(job, [b"x"])

    Job.objects.get().delete()

    assert not Piece.objects.exists()

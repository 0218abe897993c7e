"""Files with answers go when somebody has theirs taken out, and none is made of what was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import connection, transaction

from esmpress.jobs.discarding import discard_answers
from esmpress.jobs.lifecycle import LeaseLost, claim_next, finish
from esmpress.jobs.models import Job, Piece
from esmpress.withdrawal.levels import Level, withdraw
from tests.delivery.builders import as_worker
from tests.factories import make_participant, make_study
from tests.jobs.kinds import make_job, nothing, work_of
from tests.jobs.test_running import wait_until
from tests.jobs.test_sweeping import done_with_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("level", "kept"),
    [(Level.STOP, 1), (Level.FORGET, 1), (Level.EXCLUDE, 0), (Level.ERASE, 0)],
)
def test_a_file_goes_with_the_answers_in_it(now: datetime, level: Level, kept: int) -> None:
    job = done_with_file(now)
    assert job.study is not None
    participant = make_participant(job.study)

    with work_of(nothing, holds_answers=True):
        withdraw(participant, level, tells=False, now=now)

    job.refresh_from_db()
    assert Piece.objects.count() == kept
    assert (job.kept_until is not None, "deleted" in job.said) == (bool(kept), not kept)


def test_a_file_without_answers_stays(now: datetime) -> None:
    job = done_with_file(now)
    assert job.study is not None

    with work_of(nothing):
        assert discard_answers(job.study, now=now) == 0

    assert Piece.objects.exists()


def test_the_files_of_other_studies_stay(now: datetime) -> None:
    done_with_file(now)

    with work_of(nothing, holds_answers=True):
        assert discard_answers(make_study(), now=now) == 0


def test_a_file_that_is_being_written_is_never_finished(now: datetime) -> None:
    make_job(now)
    job = claim_next(now=now)
    assert job is not None
    assert job.study is not None

    with work_of(nothing, holds_answers=True):
        discard_answers(job.study, now=now)

    with pytest.raises(LeaseLost):
        finish(job, said="Done.", now=now)
    assert "Ask for the file again" in Job.objects.get().said


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_whoever_asks_while_answers_are_taken_out_waits(now: datetime) -> None:
    study = make_study()

    with ThreadPoolExecutor(1) as pool, work_of(nothing, holds_answers=True):
        with transaction.atomic():
            discard_answers(study, now=now)
            asking = pool.submit(as_worker, lambda: make_job(now, study=study))
            wait_until(somebody_waits)
            assert not Job.objects.exists()
        job = asking.result(timeout=60)

    assert job.state == "waiting"

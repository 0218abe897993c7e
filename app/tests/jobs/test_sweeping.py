from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from esmpress.jobs import sentences
from esmpress.jobs.asking import ask_for, cancel
from esmpress.jobs.lifecycle import LEASE, MOST_ATTEMPTS, claim_next
from esmpress.jobs.models import Job, Piece
from esmpress.jobs.sweeping import any_waits, sweep_jobs
from tests.factories import make_member, make_study
from tests.jobs.kinds import NAME, make_job, nothing, work_of

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def test_a_job_nobody_runs_any_more_is_begun_anew(now: datetime) -> None:
    job = make_job(now)
    claim_next(now=now)

    assert sweep_jobs(now=now + LEASE - SECOND) == 0
    assert sweep_jobs(now=now + LEASE) == 1

    job.refresh_from_db()
    assert (job.state, job.lease, job.attempts) == ("waiting", None, 1)


def test_a_job_that_ends_its_worker_each_time_is_given_up_with_a_sentence(now: datetime) -> None:
    job = make_job(now)

    for _ in range(MOST_ATTEMPTS):
        claim_next(now=now)
        now += LEASE
        sweep_jobs(now=now)

    job.refresh_from_db()
    assert (job.state, job.ended_at) == ("failed", now)
    assert "stopped 3 times" in job.said


def test_a_job_whose_cancel_nobody_was_left_to_hear_is_cancelled(now: datetime) -> None:
    job = make_job(now)
    claim_next(now=now)
    cancel(job, now=now)

    sweep_jobs(now=now + LEASE)

    job.refresh_from_db()
    assert job.state == "cancelled"


def test_a_job_that_showed_itself_keeps_its_run(now: datetime) -> None:
    job = make_job(now)
    claim_next(now=now)
    Job.objects.update(seen_at=now + SECOND)

    sweep_jobs(now=now + LEASE)

    job.refresh_from_db()
    assert job.state == "running"


def test_a_file_goes_after_two_weeks_and_the_job_stays(now: datetime) -> None:
    job = done_with_file(now)

    assert sweep_jobs(now=now + timedelta(days=14) - SECOND) == 0
    assert sweep_jobs(now=now + timedelta(days=14)) == 1

    job.refresh_from_db()
    assert (job.state, job.kept_until, job.file_name) == ("done", None, "data.csv")
    assert not Piece.objects.exists()


@pytest.mark.parametrize(
    ("values", "left"), [({}, 1), ({"state": "failed"}, 0)], ids=["waits", "over"]
)
def test_what_was_given_along_goes_with_the_end(
    now: datetime, values: dict[str, Any], left: int
) -> None:
    study = make_study()
    with work_of(nothing):
        ask_for(NAME, study=study, asked_by=make_member(study), given=b"x", now=now)
    Job.objects.update(**values, ended_at=now if values else None)

    sweep_jobs(now=now)

    assert Piece.objects.count() == left


def test_a_sweep_knows_whether_somebody_has_to_be_called(now: datetime) -> None:
    assert not any_waits()

    make_job(now)

    assert any_waits()


def test_the_sentence_is_in_the_language_of_who_asked(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with translation.override("de"):
        job = make_job(now)
    claim_next(now=now)
    Job.objects.update(attempts=MOST_ATTEMPTS)
    monkeypatch.setattr(sentences, "_", lambda _text: f"in {translation.get_language()}")

    sweep_jobs(now=now + LEASE)

    job.refresh_from_db()
    assert job.said == "in de"


def done_with_file(now: datetime) -> Job:
    job = make_job(now)
    Piece.objects.create(job=job, role="result", number=0, data=b"a,b\n")
    Job.objects.update(
        state="done",
        ended_at=now,
        file_name="data.csv",
        file_type="text/csv",
        file_size=4,
        kept_until=now + timedelta(days=14),
    )
    job.refresh_from_db()
    return job

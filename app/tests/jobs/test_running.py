from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import OperationalError, connection

from esmpress.accounts.models import AuditEntry
from esmpress.jobs.asking import cancel
from esmpress.jobs.assignment import Assignment, CannotBeDone, Outcome
from esmpress.jobs.lifecycle import LEASE, claim_next
from esmpress.jobs.models import Job, Piece
from esmpress.jobs.running import run_next
from esmpress.jobs.sweeping import sweep_jobs
from esmpress.studies.models import Study
from tests.factories import make_study
from tests.jobs.kinds import make_job, work_of

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def clock() -> datetime:
    return AT


def as_worker(work: Callable[[], Any]) -> Any:
    try:
        return work()
    finally:
        connection.close()


def rename(assignment: Assignment) -> None:
    """A change that has to go with the work."""
    Study.objects.filter(pk=assignment.study.pk).update(name="Renamed by the work")


def until_stopped(assignment: Assignment) -> Outcome:
    rename(assignment)
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up:
        assignment.progress(3, 10)
        time.sleep(0.01)
    raise AssertionError("Nobody said stop.")


def is_renamed() -> bool:
    return Study.objects.filter(name="Renamed by the work").exists()


def test_a_job_is_done_and_keeps_its_file() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        assignment.progress(10, 10)
        assignment.keep([b"a" * 700_000] * 2, name="data.csv", content_type="text/csv")
        return Outcome("All written.")

    with work_of(work):
        assert run_next(clock=clock)

    job.refresh_from_db()
    assert (job.state, job.said, job.ended_at) == ("done", "All written.", AT)
    assert (job.file_name, job.file_size) == ("data.csv", 1_400_000)
    assert job.kept_until == AT + timedelta(days=14)
    assert [len(one.data) for one in job.pieces.order_by("number")] == [1_000_000, 400_000]


def test_without_a_job_nothing_is_run() -> None:
    assert not run_next(clock=clock)


def test_the_oldest_job_is_first() -> None:
    younger, older = (make_job(AT - timedelta(hours=hours)) for hours in (1, 2))

    with work_of(lambda _: Outcome("Done.")):
        run_next(clock=clock)

    younger.refresh_from_db()
    older.refresh_from_db()
    assert (older.state, younger.state) == ("done", "waiting")


def test_work_that_makes_a_study_leads_to_it() -> None:
    job = make_job(AT)
    made = make_study()

    with work_of(lambda _: Outcome("Made.", study=made)):
        run_next(clock=clock)

    job.refresh_from_db()
    assert job.study == made


def test_work_that_cannot_be_done_says_why_and_leaves_nothing() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        rename(assignment)
        assignment.keep([b"half"], name="half.csv", content_type="text/csv")
        raise CannotBeDone("There is no disk big enough.")

    with work_of(work):
        run_next(clock=clock)

    job.refresh_from_db()
    assert (job.state, job.said, job.file_name) == ("failed", "There is no disk big enough.", "")
    assert not is_renamed()
    assert not Piece.objects.exists()


def test_an_error_of_ours_fails_the_job_without_telling_what_it_was() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        rename(assignment)
        raise ZeroDivisionError("ola@example.org")

    with work_of(work), pytest.raises(ZeroDivisionError):
        run_next(clock=clock)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "went wrong" in job.said
    assert "ola" not in job.said
    assert not is_renamed()


def test_a_kind_of_another_release_fails() -> None:
    job = make_job(AT)

    run_next(clock=clock)

    job.refresh_from_db()
    assert job.state == "failed"
    assert "version of the product" in job.said


def test_a_cancel_ends_the_work_and_takes_back_what_it_did() -> None:
    job = make_job(AT)

    with work_of(until_stopped), ThreadPoolExecutor(1) as pool:
        run = pool.submit(as_worker, lambda: run_next(clock=clock))
        wait_until(lambda: Job.objects.filter(done=3, total=10).exists())
        cancel(job, now=AT)
        run.result(timeout=30)

    job.refresh_from_db()
    assert (job.state, job.lease) == ("cancelled", None)
    assert not is_renamed()


def test_progress_is_seen_while_the_work_goes_on() -> None:
    job = make_job(AT)
    go_on = Event()

    def work(assignment: Assignment) -> Outcome:
        rename(assignment)
        assignment.progress(4, 9)
        go_on.wait(30)
        return Outcome("Done.")

    with work_of(work), ThreadPoolExecutor(1) as pool:
        run = pool.submit(as_worker, lambda: run_next(clock=clock))
        wait_until(lambda: Job.objects.filter(done=4, total=9, state="running").exists())
        assert not is_renamed()
        go_on.set()
        run.result(timeout=30)

    job.refresh_from_db()
    assert (job.state, job.done) == ("done", 9)
    assert is_renamed()


def test_a_run_that_lost_its_lease_undoes_what_it_did_and_says_nothing() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        rename(assignment)
        with ThreadPoolExecutor(1) as pool:
            # This process stood still for longer than a lease, and another took the job up.
            pool.submit(as_worker, lambda: sweep_jobs(now=AT + LEASE)).result(timeout=30)
        return Outcome("Done twice.")

    with work_of(work):
        run_next(clock=clock)

    job.refresh_from_db()
    assert (job.state, job.said) == ("waiting", "")
    assert not is_renamed()


def test_a_run_that_lost_its_lease_hears_of_it_at_its_next_report() -> None:
    job = make_job(AT)

    with work_of(until_stopped), ThreadPoolExecutor(1) as pool:
        run = pool.submit(as_worker, lambda: run_next(clock=clock))
        wait_until(lambda: Job.objects.filter(done=3).exists())
        Job.objects.filter(pk=job.pk).update(state="waiting", lease=None)
        run.result(timeout=30)

    assert Job.objects.get().state == "waiting"


def test_a_database_that_went_away_leaves_the_job_to_the_sweep() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        raise OperationalError("gone")

    with work_of(work):
        run_next(clock=clock)

    job.refresh_from_db()
    assert job.state == "running"
    sweep_jobs(now=AT + LEASE)
    job.refresh_from_db()
    assert job.state == "waiting"


def test_two_workers_at_once_run_each_job_once() -> None:
    for _ in range(6):
        make_job(AT)
    ran: list[int] = []

    def work(assignment: Assignment) -> Outcome:
        ran.append(assignment.job.pk)
        return Outcome("Done.")

    def run_all() -> None:
        while run_next(clock=clock):
            pass

    with work_of(work), ThreadPoolExecutor(2) as pool:
        for run in [pool.submit(as_worker, run_all) for _ in range(2)]:
            run.result(timeout=60)

    assert len(ran) == len(set(ran)) == 6


def test_the_trail_tells_who_asked() -> None:
    job = make_job(AT)

    def work(assignment: Assignment) -> Outcome:
        rename(assignment)
        return Outcome("Done.")

    with work_of(work):
        run_next(clock=clock)

    entry = AuditEntry.objects.filter(subject_type="studies_study", act="update").latest("number")
    assert entry.researcher == job.asked_by_id


def test_work_may_be_slower_than_a_request() -> None:
    make_job(AT)
    found: list[str] = []

    def work(assignment: Assignment) -> Outcome:
        with connection.cursor() as cursor:
            cursor.execute("SHOW statement_timeout")
            found.append(cursor.fetchone()[0])
        return Outcome("Done.")

    with work_of(work):
        run_next(clock=clock)

    assert found == ["30min"]


def test_a_job_that_is_taken_is_passed_over() -> None:
    make_job(AT)

    first, second = claim_next(now=AT), claim_next(now=AT)

    assert first is not None
    assert second is None


def wait_until(ready: Callable[[], bool]) -> None:
    """A test that hangs here is ended by pytest's faulthandler, which tells where."""
    give_up = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < give_up
        time.sleep(0.02)


def renamed_in_one_step(assignment: Assignment) -> Outcome:
    rename(assignment)
    raise LookupError


def test_work_in_steps_keeps_what_was_done_until_it_failed() -> None:
    job = make_job(AT)

    with work_of(renamed_in_one_step, in_steps=True), pytest.raises(LookupError):
        run_next(clock=clock)

    job.refresh_from_db()
    assert is_renamed()
    assert job.state == "failed"
    assert "what was done until then stays" in job.said


def test_work_in_steps_that_is_cancelled_says_that_something_stays() -> None:
    job = make_job(AT)

    with work_of(until_stopped, in_steps=True), ThreadPoolExecutor(1) as pool:
        running = pool.submit(as_worker, lambda: run_next(clock=clock))
        while not is_renamed():
            time.sleep(0.01)
        cancel(job, now=AT)
        assert running.result()

    job.refresh_from_db()
    assert is_renamed()
    assert (job.state, job.said) == (
        "cancelled",
        "It was cancelled; what was done until then stays.",
    )

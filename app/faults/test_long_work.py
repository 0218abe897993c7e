"""Long work whose worker is killed, stands still, or whose call is lost."""

from __future__ import annotations

import pytest

from faults.jobs import Jobs
from faults.stack import Stack


@pytest.fixture
def jobs(stack: Stack) -> Jobs:
    return Jobs(stack.ledger.url)


def test_work_whose_worker_is_killed_is_begun_anew_and_done_once(stack: Stack, jobs: Jobs) -> None:
    stack.run_workers(0)
    stack.ask_for_export()
    with jobs.file_held():
        stack.run_workers(1)
        stack.wait_until(stack.ledger.is_blocked, "a worker waits to write the file")
        stack.run_workers(0)
        stack.ledger.cut_blocked()
    assert (jobs.last().state, jobs.last().kept) == ("running", 0)
    stack.end_job_leases(jobs)
    stack.mend()

    stack.wait_until(jobs.is_over, "the work is done", seconds=240)
    job = jobs.last()
    assert (job.state, job.attempts) == ("done", 2)
    assert job.kept == job.file_size > 0


def test_work_whose_worker_stood_still_for_too_long_is_done_once(stack: Stack, jobs: Jobs) -> None:
    stack.run_workers(0)
    stack.ask_for_export()
    with jobs.file_held():
        stack.run_workers(1)
        stack.wait_until(stack.ledger.is_blocked, "a worker waits to write the file")
        with stack.halted_worker():
            stack.run_workers(2)
            stack.end_job_leases(jobs)
            stack.wait_until(lambda: jobs.last().attempts == 2, "another takes it up", seconds=240)

    stack.wait_until(jobs.is_over, "the work is done", seconds=240)
    stack.run_workers(1)
    job = jobs.last()
    assert (job.state, job.attempts) == ("done", 2)
    assert job.kept == job.file_size > 0


def test_work_whose_call_was_lost_with_redis_is_done(stack: Stack, jobs: Jobs) -> None:
    stack.run_workers(0)
    stack.ask_for_export()
    stack.empty_redis()
    assert jobs.last().state == "waiting"
    stack.mend()

    stack.wait_until(jobs.is_over, "the work is done", seconds=240)
    assert (jobs.last().state, jobs.last().attempts) == ("done", 1)

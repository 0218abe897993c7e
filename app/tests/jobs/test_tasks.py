from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from pytest_django import Settings

from esmpress.celery import app
from esmpress.jobs import tasks
from esmpress.jobs.models import Job
from tests.jobs.kinds import make_job

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What was sent to the broker."""
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(
        tasks.run_waiting_job, "apply_async", lambda **options: sent.append(options)
    )
    return sent


def test_long_work_waits_in_a_queue_of_its_own(settings: Settings) -> None:
    routed = app.amqp.router.route({}, tasks.run_waiting_job.name)

    assert routed["queue"].name == "work"
    assert app.amqp.router.route({}, tasks.sweep_jobs.name)["queue"].name == "celery"


def test_without_a_broker_the_job_waits_for_the_sweep(now: datetime) -> None:
    make_job(now)

    tasks.wake()

    assert Job.objects.get().state == "waiting"


def test_a_sweep_calls_for_what_waits(now: datetime, called: list[dict[str, Any]]) -> None:
    tasks.sweep_jobs()
    assert called == []

    make_job(now)
    tasks.sweep_jobs()

    assert len(called) == 1


def test_a_call_nobody_takes_is_forgotten(called: list[dict[str, Any]]) -> None:
    tasks.wake()

    assert called[0]["expires"] == 60


def test_a_message_is_acknowledged_before_the_work_and_not_given_out_again() -> None:
    assert not tasks.run_waiting_job.acks_late
    assert tasks.run_waiting_job.time_limit == 4 * 60 * 60

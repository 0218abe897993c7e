from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import Mock

import pytest
from celery.beat import Scheduler
from celery.exceptions import WorkerShutdown
from celery.worker import state
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string
from kombu import Connection
from pytest_django import Settings

from devstack.ports import free_port
from esmpress.beat import SWEEPS
from esmpress.celery import app
from esmpress.delivery.signs_of_life import last_seen
from esmpress.heartbeat import HeartbeatScheduler, PatientConsumer, WorkerHeartbeat
from esmpress.prompts.models import Prompt
from tests.factories import make_participant


@pytest.mark.parametrize("sweep", SWEEPS, ids=lambda sweep: sweep.name)
def test_every_row_of_the_beat_table_names_a_task_and_a_function(sweep: Any) -> None:
    app.loader.import_default_modules()

    assert sweep.task in app.tasks
    assert callable(import_string(sweep.function))


def test_a_tick_nobody_took_in_time_is_dropped() -> None:
    schedule = app.conf.beat_schedule

    assert schedule["dispatch"]["options"]["expires"] == 5
    assert schedule["plan"]["options"]["expires"] == 3600


@pytest.mark.django_db
def test_tick_runs_every_sweep_at_the_given_moment() -> None:
    make_participant()
    out = StringIO()

    call_command("tick", now="2027-01-11T08:00:00+00:00", stdout=out)

    assert [line.partition(":")[0] for line in out.getvalue().splitlines()] == [
        sweep.name for sweep in SWEEPS
    ]
    assert Prompt.objects.earliest("scheduled_at").scheduled_at == datetime(
        2027, 1, 11, 9, 0, tzinfo=UTC
    )


@pytest.mark.parametrize("text", ["yesterday", "2027-01-11T08:00:00"])
def test_tick_refuses_what_is_no_instant(text: str) -> None:
    with pytest.raises(CommandError, match=text):
        call_command("tick", now=text)


def test_beat_leaves_a_sign_of_life_at_each_tick(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HEARTBEAT_DIR = str(tmp_path / "heartbeat")
    monkeypatch.setattr(Scheduler, "tick", lambda *_args: 5.0)

    HeartbeatScheduler(app=app).tick()

    assert (tmp_path / "heartbeat" / "beat").exists()


def test_the_worker_leaves_a_sign_of_life_again_and_again(
    settings: Settings, tmp_path: Path
) -> None:
    settings.HEARTBEAT_DIR = str(tmp_path)
    repeated: list[Any] = []
    timer = SimpleNamespace(call_repeatedly=lambda *entry: repeated.append(entry))
    worker: Any = SimpleNamespace(timer=timer)

    WorkerHeartbeat(worker).start(worker)
    (tmp_path / "worker").unlink()
    interval, touch, arguments = repeated[0]
    touch(*arguments)

    assert interval == 5.0
    assert (tmp_path / "worker").exists()


def test_the_worker_shows_life_with_each_connection_to_the_broker_anew() -> None:
    entries = [Mock(), Mock()]
    left = iter(entries)
    consumer: Any = SimpleNamespace(
        timer=SimpleNamespace(call_repeatedly=lambda *_entry: next(left))
    )
    heartbeat = WorkerHeartbeat(consumer)

    heartbeat.start(consumer)
    heartbeat.stop(consumer)
    heartbeat.start(consumer)

    assert WorkerHeartbeat in app.steps["consumer"]
    assert [entry.cancel.called for entry in entries] == [True, False]


@pytest.mark.parametrize("was_connected", [True, False], ids=["once connected", "never"])
def test_a_worker_that_lost_its_broker_shows_life_and_can_be_stopped(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, was_connected: bool
) -> None:
    settings.HEARTBEAT_DIR = str(tmp_path)
    consumer = PatientConsumer.__new__(PatientConsumer)
    consumer.first_connection_attempt = not was_connected
    monkeypatch.setattr(state, "should_stop", 0)

    with pytest.raises(WorkerShutdown):
        consumer.ensure_connected(Connection(f"redis://127.0.0.1:{free_port()}/0"))

    assert (tmp_path / "worker").exists() == was_connected
    assert app.conf.worker_consumer == "esmpress.heartbeat.PatientConsumer"


def test_a_worker_of_long_work_does_not_stand_in_for_the_one_that_sends(
    broker: str, settings: Settings
) -> None:
    settings.WORKER_NAME = "jobs"
    worker: Any = SimpleNamespace(timer=SimpleNamespace(call_repeatedly=lambda *_entry: None))

    WorkerHeartbeat(worker).start(worker)

    assert last_seen()["worker"] is None


def test_both_say_in_redis_that_they_are_alive(
    broker: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Scheduler, "tick", lambda *_args: 5.0)
    worker: Any = SimpleNamespace(timer=SimpleNamespace(call_repeatedly=lambda *_entry: None))

    HeartbeatScheduler(app=app).tick()
    WorkerHeartbeat(worker).start(worker)

    assert all(last_seen().values())

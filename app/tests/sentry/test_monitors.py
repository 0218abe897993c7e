from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from celery import Celery
from celery.beat import ScheduleEntry
from celery.contrib.testing.worker import start_worker
from celery.schedules import schedule

from esmpress.heartbeat import HeartbeatScheduler
from tests.doubles.sentry_transport import KeptEnvelopes

ANSWER = "-".join(["an", "answer", "of", "somebody"])


@pytest.mark.parametrize(("fails", "status"), [(False, "ok"), (True, "error")])
def test_beat_and_worker_report_how_a_sweep_went(
    sent: KeptEnvelopes, *, fails: bool, status: str
) -> None:
    app = Celery(f"tests_{status}", broker="memory://", set_as_current=False)
    app.conf.worker_hijack_root_logger = False

    @app.task(name=f"tests.sweep_{status}")
    def sweep(said: str) -> None:
        if fails:
            raise RuntimeError(said)

    entry = ScheduleEntry(
        name="sweep", task=sweep.name, schedule=schedule(60), args=(ANSWER,), app=app
    )

    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        HeartbeatScheduler(app=app).apply_entry(entry)
        _wait_for(lambda: len(sent.payloads("check_in")) == 2)

    assert [check_in["status"] for check_in in sent.payloads("check_in")] == [
        "in_progress",
        status,
    ]
    assert {one["monitor_slug"] for one in sent.payloads("check_in")} == {"sweep"}
    assert ANSWER not in sent.bytes()


def _wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not condition() and time.monotonic() < give_up:
        time.sleep(0.05)

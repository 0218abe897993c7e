from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sentry_sdk
from celery import Celery
from celery.beat import ScheduleEntry
from celery.contrib.testing.worker import start_worker
from celery.schedules import schedule
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

from esmpress.heartbeat import HeartbeatScheduler
from esmpress.sentry import start_sentry

TOKEN = "Zm9vYmFyYmF6cXV4MTIzNDU2Nzg5MDEy"


class KeptEnvelopes(Transport):
    """Stands where the network begins: keeps what would leave the machine."""

    def __init__(self, *_args: object, **_options: object) -> None:
        super().__init__()
        self.kept: list[Envelope] = []

    def capture_envelope(self, envelope: Envelope) -> None:
        self.kept.append(envelope)

    def payloads(self, kind: str) -> list[dict[str, Any]]:
        """The items of one kind, as they would be sent."""
        return [
            json.loads(item.get_bytes())
            for envelope in self.kept
            for item in envelope.items
            if item.type == kind
        ]


@pytest.fixture
def sent() -> Iterator[KeptEnvelopes]:
    transport = KeptEnvelopes()
    start_sentry(
        dsn="https://key@sentry.example.org/1",
        environment="test",
        release="1",
        transport=transport,
    )
    yield transport
    sentry_sdk.get_client().close()
    sentry_sdk.get_global_scope().set_client(None)


def fail(_request: object, token: str) -> HttpResponse:
    """A view with a fault that quotes a participant."""
    raise ValueError(f"no mail to ola@example.org about /s/{token}")


urlpatterns = [path("s/<str:token>", fail)]


@pytest.mark.urls(__name__)
def test_an_error_is_reported_without_anything_personal(sent: KeptEnvelopes) -> None:
    client = Client(raise_request_exception=False, headers={"authorization": f"Bearer {TOKEN}"})

    client.get(f"/s/{TOKEN}?mail=ola@example.org", headers={"cookie": "session=abc"})

    (event,) = sent.payloads("event")
    text = json.dumps(event)
    assert event["exception"]["values"][0]["type"] == "ValueError"
    assert TOKEN not in text
    assert "ola@example.org" not in text
    assert "session=abc" not in text
    assert not {"cookies", "headers", "query_string", "data"} & set(event["request"])


def test_nothing_is_started_without_a_dsn() -> None:
    start_sentry(dsn="", environment="test", release=None)

    assert not sentry_sdk.get_client().is_active()


@pytest.mark.parametrize(("fails", "status"), [(False, "ok"), (True, "error")])
def test_beat_and_worker_report_how_a_sweep_went(
    sent: KeptEnvelopes, *, fails: bool, status: str
) -> None:
    app = Celery(f"tests_{status}", broker="memory://", set_as_current=False)
    app.conf.worker_hijack_root_logger = False

    @app.task(name=f"tests.sweep_{status}")
    def sweep() -> None:
        if fails:
            raise RuntimeError("no luck")

    entry = ScheduleEntry(name="sweep", task=sweep.name, schedule=schedule(60), app=app)

    with start_worker(app, pool="solo", perform_ping_check=False, shutdown_timeout=20):
        HeartbeatScheduler(app=app).apply_entry(entry)
        _wait_for(lambda: len(sent.payloads("check_in")) == 2)

    assert [check_in["status"] for check_in in sent.payloads("check_in")] == [
        "in_progress",
        status,
    ]


def _wait_for(condition: Callable[[], bool]) -> None:
    give_up = time.monotonic() + 10
    while not condition() and time.monotonic() < give_up:
        time.sleep(0.05)

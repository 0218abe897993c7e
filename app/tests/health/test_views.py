from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from esmpress.delivery.signs_of_life import show_alive
from tests.delivery.builders import make_notification

READY, DELIVERY = "/healthz/ready", "/healthz/delivery"
SIGNS = {"beat": "ok", "worker": "ok", "delivery": "ok"}
APP = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


def test_a_live_process_says_so_whatever_else_is_down(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/healthz/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_database_migrations_and_redis_are_there(client: Client, broker: str) -> None:
    response = client.get("/healthz/ready")

    assert response.json() | SIGNS == {"database": "ok", "migrations": "ok", "redis": "ok"} | SIGNS
    assert response.status_code == 200


def test_not_ready_without_redis_and_says_which(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://:hidden@127.0.0.1:1/0"

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    checked = {"database": "ok", "migrations": "ok", "redis": "failed"}
    assert response.json() == checked | {"beat": "unknown", "worker": "unknown", "delivery": "ok"}


def test_not_ready_without_the_database_says_so_within_seconds(settings: Settings) -> None:
    environment = os.environ | {"DATABASE_URL": "postgres://nobody:x@127.0.0.1:1/none"}
    code = (
        "import django; django.setup()\n"
        "from django.test import RequestFactory\n"
        "from esmpress.health.views import ready\n"
        "print(ready(RequestFactory().get('/')).status_code)"
    )

    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=APP,
        env=environment,
        capture_output=True,
        text=True,
        timeout=20,
        check=True,
    )

    assert result.stdout.strip() == "503"


def test_not_ready_while_a_migration_is_missing(client: Client, broker: str) -> None:
    [latest] = MigrationLoader(connection).graph.leaf_nodes("responses")
    MigrationRecorder(connection).record_unapplied(*latest)

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json()["migrations"] == "failed"


def test_a_stopped_beat_is_named_and_takes_no_page_from_participants(
    client: Client, broker: str
) -> None:
    show_alive("worker", now=timezone.now())

    response = client.get(READY)

    assert response.status_code == 200
    assert response.json()["beat"] == "stopped"
    assert response.json()["worker"] == "ok"


def test_monitors_are_told_of_a_stopped_beat_by_the_status(client: Client, broker: str) -> None:
    show_alive("worker", now=timezone.now())

    response = client.get(DELIVERY)

    assert response.status_code == 503
    assert response.json() == SIGNS | {"beat": "stopped"}


def test_a_process_not_seen_for_a_minute_is_stopped(client: Client, broker: str) -> None:
    for process, seconds in (("beat", 61), ("worker", 55)):
        show_alive(process, now=timezone.now() - timedelta(seconds=seconds))

    assert client.get(DELIVERY).json() == SIGNS | {"beat": "stopped"}


@pytest.mark.parametrize(("waits", "status", "sign"), [(80, 200, "ok"), (100, 503, "late")])
def test_monitors_are_told_of_a_message_that_waits(
    waits: int, status: int, sign: str, client: Client, broker: str
) -> None:
    for process in ("beat", "worker"):
        show_alive(process, now=timezone.now())
    make_notification(planned_at=timezone.now() - timedelta(seconds=waits))

    response = client.get(DELIVERY)

    assert (response.status_code, response.json()) == (status, SIGNS | {"delivery": sign})


def test_nothing_is_known_without_redis(client: Client) -> None:
    response = client.get(DELIVERY)

    assert response.status_code == 503
    assert response.json() == {"beat": "unknown", "worker": "unknown", "delivery": "ok"}


def test_a_database_that_does_not_answer_is_waited_for_once(client: Client, broker: str) -> None:
    asked: list[str] = []

    def refuse(_execute: object, sql: str, *_rest: object) -> None:
        asked.append(sql)
        raise DatabaseError

    with connection.execute_wrapper(refuse):
        response = client.get(READY)

    assert (response.status_code, response.json()["delivery"]) == (503, "unknown")
    assert asked == ["SELECT 1"]

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from devstack import redis
from devstack.processes import Supervisor

APP = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis of the test's own, real where one is installed."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    with Supervisor(tmp_path / "log") as supervisor:
        url = redis.start(supervisor, tmp_path, "secret")
        supervisor.wait_until(redis.NAME, lambda: redis.answers(url))
        settings.REDIS_URL = url
        yield url


def test_a_live_process_says_so_whatever_else_is_down(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    response = client.get("/healthz/live")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_ready_when_database_migrations_and_redis_are_there(client: Client, broker: str) -> None:
    response = client.get("/healthz/ready")

    assert response.json() == {"database": "ok", "migrations": "ok", "redis": "ok"}
    assert response.status_code == 200


def test_not_ready_without_redis_and_says_which(client: Client, settings: Settings) -> None:
    settings.REDIS_URL = "redis://:hidden@127.0.0.1:1/0"

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "ok", "redis": "failed"}


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
    MigrationRecorder(connection).record_unapplied("responses", "0001_initial")

    response = client.get("/healthz/ready")

    assert response.status_code == 503
    assert response.json()["migrations"] == "failed"

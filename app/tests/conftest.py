"""Every test runs on a real PostgreSQL; nothing but loopback can be reached."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import pytest
import structlog
from django.db.backends.postgresql.base import DatabaseWrapper
from pytest_django import Settings

from devstack import postgres, redis
from devstack.processes import Supervisor

_servers = ExitStack()


def _set_environment() -> None:
    """What the settings need; has to stand before pytest-django reads them."""
    # A folder of its own, so that two runs at once do not meet.
    state = _servers.enter_context(TemporaryDirectory(prefix="esmpress-test-"))
    static = _servers.enter_context(TemporaryDirectory(prefix="esmpress-static-"))
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "esmpress.settings",
        "DATABASE_URL": _servers.enter_context(postgres.running(Path(state))),
        "REDIS_URL": os.environ.get("REDIS_URL", "redis://127.0.0.1:1/0"),
        "SECRET_KEY": "only-for-tests-" + "0" * 50,
        "LINK_KEYS": "1:" + "11" * 32,
        "VAULT_KEYS": "1:" + "22" * 32,
        "PUBLIC_URL": "https://esm.example.org",
        "ALLOWED_HOSTS": "testserver",
        "DEFAULT_FROM_EMAIL": "ESMpress <noreply@esm.example.org>",
        "SECURE": "false",
        "STATIC_ROOT": static,
        "LOG_LEVEL": "WARNING",
    }
    for name in (
        "SENDGRID_API_KEY",
        "SENDGRID_WEBHOOK_PUBLIC_KEY",
        "SENTRY_DSN",
        "HEARTBEAT_DIR",
    ):
        os.environ.pop(name, None)


_set_environment()
django.setup()


def pytest_unconfigure() -> None:
    """Stop the server."""
    _servers.close()


@pytest.fixture(autouse=True)
def _catchable_log_lines() -> None:
    """A logger that was used once and kept could not be caught any more; Celery sets it so anew."""
    structlog.configure(cache_logger_on_first_use=False)


@pytest.fixture(autouse=True)
def _plain_static_files(settings: Settings) -> None:
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }


@pytest.fixture(autouse=True)
def _no_cursor_left_open(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A server-side cursor that is forgotten open breaks the transaction it is collected in."""
    made: list[Any] = []
    make = DatabaseWrapper.chunked_cursor

    def remembered(self: DatabaseWrapper) -> Any:
        made.append(make(self))
        return made[-1]

    monkeypatch.setattr(DatabaseWrapper, "chunked_cursor", remembered)
    yield
    assert [cursor for cursor in made if not cursor.closed] == []


@pytest.fixture
def now() -> datetime:
    """A Monday in winter, 10:00 in Warsaw: study day 1 of the factories' participants."""
    return datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


@pytest.fixture
def broker(tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A Redis of the test's own, real where one is installed."""
    monkeypatch.delenv("REDIS_URL", raising=False)
    with Supervisor(tmp_path / "log") as supervisor:
        url = redis.start(supervisor, tmp_path, "secret")
        supervisor.wait_until(redis.NAME, lambda: redis.answers(url))
        settings.REDIS_URL = url
        yield url

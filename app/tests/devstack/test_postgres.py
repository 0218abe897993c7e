"""A private PostgreSQL server that survives crashes and leaves nothing behind."""

import os
import signal
from pathlib import Path

import psycopg
import pytest

from devstack import postgres

pytestmark = pytest.mark.enable_socket


@pytest.fixture(autouse=True)
def no_other_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)


def test_data_survive_a_crash_of_the_server(tmp_path: Path) -> None:
    with postgres.running(tmp_path) as url:
        with psycopg.connect(url) as connection:
            connection.execute("SET synchronous_commit = on")
            connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        _kill_server(tmp_path)

    with postgres.running(tmp_path) as url, psycopg.connect(url) as connection:
        row = connection.execute("SELECT one FROM kept").fetchone()

    assert row == (1,)


def test_the_server_wants_the_password(tmp_path: Path) -> None:
    with postgres.running(tmp_path) as url:
        stranger = url.replace(":" + url.split(":")[2].split("@")[0], ":wrong")

        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(stranger)


def test_an_address_in_the_environment_is_used_instead(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")

    with postgres.running(tmp_path) as url:
        assert url == "postgres://elsewhere/db"

    assert list(tmp_path.iterdir()) == []


def _kill_server(state: Path) -> None:
    pid = int((state / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(pid, signal.SIGKILL)

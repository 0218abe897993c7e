"""A real worker and a real Beat tell a server that speaks as Sentry does how the sweeps went."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from devstack.layout import APP_DIR
from devstack.processes import Command, Supervisor
from esmpress.participants.models import JoinRequest
from tests.doubles.sentry_server import SentryServer, running_sentry_server
from tests.doubles.sentry_transport import KeptEnvelopes
from tests.sentry.soon import MONITORED

FAILS = "old_requests"
LINK = "/s/" + "Zm9vYmFyYmF6cXV4" * 2
ADDRESS = "ola@" + "example.org"
pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def quoting(table: str) -> Iterator[None]:
    """A table whose rows cannot be read, and that says whose they are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION quoting() RETURNS boolean STABLE LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION 'row of {ADDRESS} at {LINK}'; END $$"
        )
        cursor.execute(f"ALTER TABLE {table} RENAME TO {table}_away")
        cursor.execute(f"CREATE VIEW {table} AS SELECT * FROM {table}_away WHERE quoting()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP VIEW {table}")
            cursor.execute(f"ALTER TABLE {table}_away RENAME TO {table}")
            cursor.execute("DROP FUNCTION quoting()")


@pytest.fixture
def told(broker: str, tmp_path: Path) -> Iterator[KeptEnvelopes]:
    """What worker and Beat told until each monitored sweep was over."""
    with running_sentry_server() as server, quoting(JoinRequest._meta.db_table):
        with Supervisor(tmp_path / "processes") as supervisor:
            for command in _commands(server, broker):
                supervisor.start(command)
            supervisor.wait_until("worker", lambda: _over(server.kept) == set(MONITORED))
        assert "row of" in (tmp_path / "processes/worker.log").read_text()
        yield server.kept


def _commands(server: SentryServer, broker: str) -> Iterator[Command]:
    database, _, _ = os.environ["DATABASE_URL"].rpartition("/")
    environment = {
        **os.environ,
        "DATABASE_URL": f"{database}/{connection.settings_dict['NAME']}",
        "REDIS_URL": broker,
        "SENTRY_DSN": server.dsn,
        "SENTRY_TRACES_SAMPLE_RATE": "1",
        "RELEASE": "1.2.3",
    }
    for name, options in (("worker", ("--concurrency=1",)), ("beat", ("--pidfile=",))):
        argv = (sys.executable, "-m", "celery", "-A", "tests.sentry.soon", name, *options)
        yield Command(name, argv, APP_DIR, environment)


def _over(kept: KeptEnvelopes) -> set[str]:
    check_ins = kept.payloads("check_in")
    return {one["monitor_slug"] for one in check_ins if one["status"] != "in_progress"}


def test_beat_and_worker_tell_of_each_monitored_sweep(told: KeptEnvelopes) -> None:
    check_ins = told.payloads("check_in")
    ended = {one["monitor_slug"]: one["status"] for one in check_ins if "duration" in one}
    begun = {one["monitor_slug"] for one in check_ins if one["status"] == "in_progress"}
    errors = [one for one in told.payloads("event") if "exception" in one]

    assert begun == set(MONITORED)
    assert ended == {name: "error" if name == FAILS else "ok" for name in MONITORED}
    assert [one["exception"] for one in errors if "transaction" not in one] == []
    assert {one["transaction"] for one in errors} == {MONITORED[FAILS].task}
    assert {one["release"] for one in check_ins + errors} == {"1.2.3"}
    durations = {one["transaction"] for one in told.payloads("transaction")}
    assert {sweep.task for sweep in MONITORED.values()} <= durations
    for canary in (LINK, ADDRESS):
        assert canary not in told.bytes()

"""The stand-in for Redis, checked with the programs that use it: redis-py and Celery."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import NoScriptError, RedisError

from devstack import redis
from devstack.processes import Supervisor
from devstack.standin import first_command, offered_password

pytestmark = pytest.mark.enable_socket


@pytest.fixture(scope="module")
def shared_broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], str]]:
    """Starts one stand-in for all tests when first asked, and gives its address."""
    state = tmp_path_factory.mktemp("broker")
    with Supervisor(state / "log") as supervisor:

        @cache
        def start() -> str:
            url = redis.start(supervisor, state, "correct-password")
            supervisor.wait_until(redis.NAME, lambda: redis.answers(url))
            return url

        yield start


@pytest.fixture
def broker(shared_broker: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Address of a stand-in: no other server is on PATH."""
    monkeypatch.setenv("PATH", "/nonexistent")
    monkeypatch.delenv("REDIS_URL", raising=False)
    return shared_broker()


@pytest.mark.parametrize("protocol", [2, 3])
def test_the_password_opens_it(broker: str, protocol: int) -> None:
    with Redis.from_url(broker, protocol=protocol) as client:
        assert client.ping()


@pytest.mark.parametrize("protocol", [2, 3])
@pytest.mark.parametrize("credentials", [":wrong-password@", ""])
def test_nothing_else_opens_it(broker: str, protocol: int, credentials: str) -> None:
    stranger = broker.replace(":correct-password@", credentials)

    with Redis.from_url(stranger, protocol=protocol) as client, pytest.raises(RedisError):
        client.ping()


def test_an_error_reply_does_not_end_the_connection(broker: str) -> None:
    with Redis.from_url(broker, single_connection_client=True) as client:
        number = client.client_id()

        with pytest.raises(NoScriptError):
            client.evalsha("0" * 40, 0)

        assert client.client_id() == number


def test_a_reply_longer_than_any_socket_buffer_arrives_whole(broker: str) -> None:
    with Redis.from_url(broker) as client:
        client.set("long", b"z" * 5_000_000)

        assert len(client.get("long") or b"") == 5_000_000


def test_a_worker_carries_out_each_task_once_without_losing_the_broker(
    broker: str, tmp_path: Path
) -> None:
    (tmp_path / "project.py").write_text(_PROJECT)
    done = tmp_path / "done"
    options = ("--concurrency=1", "--without-gossip", "--without-mingle", "--loglevel=INFO")
    with (tmp_path / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [sys.executable, "-m", "celery", "-A", "project", "worker", *options],
            cwd=tmp_path,
            env={"BROKER": broker, "PYTHONPATH": str(tmp_path), "PATH": "/usr/bin:/bin"},
            stdout=log,
            stderr=log,
        )
    try:
        subprocess.run(
            [sys.executable, "-c", "import project; project.send(40)"],
            cwd=tmp_path,
            env={"BROKER": broker, "PYTHONPATH": str(tmp_path)},
            check=True,
        )
        _wait_for_lines(done, 40)
    finally:
        worker.terminate()
        worker.wait(20)

    assert sorted(map(int, done.read_text().split())) == list(range(40))
    assert "Connection to broker lost" not in (tmp_path / "worker.log").read_text()


def test_a_half_sent_command_is_waited_for() -> None:
    assert first_command(b"*2\r\n$4\r\nAUTH\r\n$2\r\np") is None
    assert first_command(b"*2\r\n$4\r\nAUTH\r\n$2\r\npw\r\n") == [b"AUTH", b"pw"]


@pytest.mark.parametrize(
    ("words", "password"),
    [
        ([b"AUTH", b"pw"], b"pw"),
        ([b"auth", b"default", b"pw"], b"pw"),
        ([b"HELLO", b"3", b"AUTH", b"default", b"pw"], b"pw"),
        ([b"HELLO", b"3"], b""),
        ([b"HELLO", b"3", b"AUTH"], b""),
        ([b"GET", b"pw"], b""),
        ([b""], b""),
    ],
)
def test_the_password_is_read_from_auth_and_hello_alone(
    words: list[bytes], password: bytes
) -> None:
    assert offered_password(words) == password


def _wait_for_lines(path: Path, count: int) -> None:
    give_up = time.monotonic() + 30
    while time.monotonic() < give_up:
        if path.exists() and len(path.read_text().split()) >= count:
            return
        time.sleep(0.1)
    raise AssertionError(f"fewer than {count} tasks were done")


_PROJECT = """
import os
from celery import Celery

app = Celery("project", broker=os.environ["BROKER"])
app.conf.task_ignore_result = True
app.conf.task_acks_late = True
app.conf.worker_prefetch_multiplier = 1
app.conf.broker_connection_retry_on_startup = True


@app.task
def mark(number):
    with open("done", "a") as file:
        file.write(f"{number}\\n")


def send(count):
    for number in range(count):
        mark.delay(number)
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.mmap_dict import MmapedDict

from esmpress.health.worker_files import fold_in

APP = Path(__file__).resolve().parents[2]
TOKEN = "a-token-of-the-test"


def count(folder: Path, pid: object, **values: float) -> None:
    file = MmapedDict(str(folder / f"counter_{pid}.db"))
    for name, value in values.items():
        file.write_value(name, value, 0.0)
    file.close()


def test_the_counts_of_workers_that_ended_add_up_in_one_file(tmp_path: Path) -> None:
    for pid, values in ((7, {"a": 1, "b": 2}), (71, {"a": 5}), (8, {"a": 10, "c": 3})):
        count(tmp_path, pid, **values)

    for pid in (7, 8, 9):
        fold_in(tmp_path, pid=pid)

    kept = MmapedDict.read_all_values_from_file(str(tmp_path / "counter_ended.db"))
    assert {key: value for key, value, *_ in kept} == {"a": 11, "b": 2, "c": 3}
    assert sorted(file.name for file in tmp_path.iterdir()) == ["counter_71.db", "counter_ended.db"]


def free_ports() -> tuple[int, int]:
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        return one.getsockname()[1], other.getsockname()[1]


@contextmanager
def running_backend(public: int, inside: int) -> Iterator[subprocess.Popen[bytes]]:
    """Gunicorn with two workers, as production starts it."""
    settings = {
        **{"METRICS_PORT": str(inside), "METRICS_HOST": "127.0.0.1", "METRICS_TOKEN": TOKEN},
        **{"WEB_WORKERS": "2", "ALLOWED_HOSTS": "127.0.0.1"},
    }
    program = ("-m", "gunicorn", "esmpress.wsgi", "--config", "gunicorn.conf.py")
    process = subprocess.Popen(
        [sys.executable, *program, "--bind", f"127.0.0.1:{public}"],
        cwd=APP,
        env=os.environ | settings,
    )
    try:
        give_up = time.monotonic() + 30
        while status_of(public, "/healthz/live") != 200 and time.monotonic() < give_up:
            time.sleep(0.1)
        yield process
    finally:
        process.terminate()
        process.wait(20)


def status_of(port: int, path: str) -> int:
    return fetched(port, path)[0]


def fetched(port: int, path: str) -> tuple[int, str]:
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}{path}", headers={"Authorization": f"Bearer {TOKEN}"}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""
    except OSError:
        return 0, ""


def asked_for_health(port: int) -> float:
    """How often all workers together were asked whether they live."""
    _status, page = fetched(port, "/metrics")
    counts = re.findall(r'by_status_view_method_total{.*views\.live".*} ([0-9.]+)', page)
    return sum(map(float, counts))


@pytest.mark.django_db
def test_all_workers_are_counted_together_at_a_port_of_its_own_and_no_count_is_lost() -> None:
    public, inside = free_ports()
    with running_backend(public, inside) as process:
        before = asked_for_health(inside)
        for _ in range(40):
            status_of(public, "/healthz/live")

        counted = asked_for_health(inside)
        for worker in children_of(process.pid):
            os.kill(worker, 15)
        time.sleep(2)
        for _ in range(5):
            status_of(public, "/healthz/live")

        assert status_of(public, "/metrics") == 404
        assert counted - before == 40
        assert asked_for_health(inside) == counted + 5


def children_of(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in listed.split()]

"""The program that Docker's health checks run."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

import health_check
from devstack.layout import APP_DIR
from health_check import is_fresh, main


class Live(BaseHTTPRequestHandler):
    """Answers /healthz/live with the status of its server."""

    status = 200

    def do_GET(self) -> None:
        self.send_response(self.status if self.path == "/healthz/live" else 404)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Live]]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Live) as listening:
        monkeypatch.setattr(health_check, "PORT", listening.server_address[1])
        monkeypatch.setattr(Live, "status", 200)
        Thread(target=listening.serve_forever, args=(0.01,), daemon=True).start()
        yield Live
        listening.shutdown()


@pytest.mark.enable_socket
@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_a_backend_is_healthy_when_it_says_that_it_lives(
    server: type[Live], monkeypatch: pytest.MonkeyPatch, status: int, code: int
) -> None:
    monkeypatch.setattr(server, "status", status)

    assert main(["page"]) == code


@pytest.mark.parametrize(("age", "fresh"), [(0, True), (60, True), (61, False)])
def test_a_sign_of_life_counts_for_a_minute(tmp_path: Path, age: int, fresh: bool) -> None:
    sign = tmp_path / "worker"
    sign.touch()
    os.utime(sign, (1_000_000, 1_000_000))

    assert is_fresh(sign, now=1_000_000 + age) is fresh


def test_no_sign_is_no_life(tmp_path: Path) -> None:
    assert not is_fresh(tmp_path / "worker", now=0)


def test_it_runs_apart_from_the_packages_of_the_product(tmp_path: Path) -> None:
    (tmp_path / "beat").touch()

    result = subprocess.run(
        [sys.executable, "-IS", APP_DIR / "health_check.py", "sign", "beat"],
        env={"HEARTBEAT_DIR": str(tmp_path)},
        check=False,
    )

    assert result.returncode == 0

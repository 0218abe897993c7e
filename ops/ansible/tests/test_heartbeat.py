"""The sign of life to somebody outside; needs no droplet."""

import importlib.util
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from playbooks import ANSIBLE

SCRIPT = ANSIBLE / "roles" / "monitoring" / "files" / "esm_heartbeat.py"


@pytest.fixture
def heartbeat() -> Any:
    spec = importlib.util.spec_from_file_location("esm_heartbeat", SCRIPT)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Outside(HTTPServer):
    """Keeps what it is told."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Ear)
        self.told: list[tuple[str, str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}/ping/secret"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class _Ear(BaseHTTPRequestHandler):
    server: Outside

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.told.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def outside() -> Iterator[Outside]:
    server = Outside()
    yield server
    server.shutdown()
    server.server_close()


def test_somebody_outside_is_told_that_all_is_well(heartbeat: Any, outside: Outside) -> None:
    heartbeat.tell(outside.url, [])

    assert outside.told == [("/ping/secret", "")]


def test_somebody_outside_is_told_what_is_wrong(heartbeat: Any, outside: Outside) -> None:
    heartbeat.tell(outside.url, ["/ is 91 % full.", "A reboot has waited for 8 days."])

    assert outside.told == [
        ("/ping/secret/fail", "/ is 91 % full.\nA reboot has waited for 8 days.")
    ]


def test_a_disk_is_looked_at(heartbeat: Any) -> None:
    assert list(heartbeat.disk_troubles({"disk_percent": 100})) == []
    assert "% full." in next(heartbeat.disk_troubles({"disk_percent": -1}))


def test_a_site_that_does_not_answer_is_wrong(heartbeat: Any) -> None:
    said = list(heartbeat.site_trouble({"site": "127.0.0.1:1"}))

    assert len(said) == 1
    assert said[0].startswith("The site does not answer: ")


def test_a_reboot_may_wait_for_some_days(heartbeat: Any, tmp_path: Path) -> None:
    heartbeat.REBOOT_REQUIRED = tmp_path / "reboot-required"
    assert list(heartbeat.reboot_trouble({"reboot_days": -1})) == []

    heartbeat.REBOOT_REQUIRED.touch()

    assert list(heartbeat.reboot_trouble({"reboot_days": 7})) == []
    assert list(heartbeat.reboot_trouble({"reboot_days": -1})) == [
        "A reboot has waited for 0 days."
    ]


def test_who_cannot_be_asked_is_no_good_news(
    heartbeat: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    said = heartbeat.find_troubles({"site": "127.0.0.1:1", "disk_percent": 100, "reboot_days": 7})

    assert "systemctl does not answer." in said
    assert "docker does not answer." in said


def test_the_address_is_not_told_when_nobody_is_there(
    heartbeat: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    heartbeat.SETTINGS = tmp_path / "heartbeat.json"
    settings = {"site": "127.0.0.1:1", "disk_percent": 100, "reboot_days": 7}
    told = {"url": "http://127.0.0.1:1/ping/secret"}
    heartbeat.SETTINGS.write_text(json.dumps(settings | told))

    status = heartbeat.main()

    said = capsys.readouterr()
    assert status == 1
    assert "Nobody outside could be told." in said.err
    assert "secret" not in said.out + said.err

"""A deploy's own opening in the firewall, at the double of DigitalOcean."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from devstack.layout import ROOT_DIR
from devstack.ports import free_port
from tests.operations.programs import CI, run

DOUBLE = ROOT_DIR / "ops" / "terraform" / "tests"
TOKEN = "test-token"


class TellsAddress(BaseHTTPRequestHandler):
    """Answers each request with the text its server has."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(self.server.text)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def address() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), TellsAddress) as server:
        server.text = b"192.0.2.7\n"  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The double, with a tag that droplets have."""
    port = free_port()
    argv = [sys.executable, "serve_digitalocean.py", str(port)]
    log = tmp_path_factory.mktemp("double") / "log"
    with subprocess.Popen([*argv, str(log)], cwd=DOUBLE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        url = f"http://127.0.0.1:{port}"
        ask(url, "/v2/tags", {"name": "esmpress-prod"})
        yield url
        process.terminate()


def ask(api: str, path: str, body: Any = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(api + path, data, headers)) as answer:
        return json.load(answer)


def firewalls(api: str) -> dict[str, Any]:
    found = ask(api, "/v2/firewalls?per_page=200")["firewalls"]
    return {firewall["name"]: firewall for firewall in found}


def firewall(
    api: str, address: ThreadingHTTPServer, *words: str, token: str = TOKEN
) -> subprocess.CompletedProcess[str]:
    tells = f"http://127.0.0.1:{address.server_port}/"
    places = {"DIGITALOCEAN_API_URL": api, "ADDRESS_URL": tells}
    return run("firewall.py", *words, settings=places | {"DIGITALOCEAN_TOKEN": token})


def test_one_address_is_let_in_by_ssh_and_shut_out_again(
    api: str, address: ThreadingHTTPServer
) -> None:
    opened = firewall(api, address, "open", "ci-7-1", "esmpress-prod")
    made = firewalls(api)["ci-7-1"]
    closed = firewall(api, address, "close", "ci-7-1")

    assert (opened.returncode, closed.returncode) == (0, 0), opened.stderr + closed.stderr
    (rule,) = made["inbound_rules"]
    assert (rule["protocol"], rule["ports"]) == ("tcp", "22")
    assert rule["sources"]["addresses"] == ["192.0.2.7/32"]
    assert made["tags"] == ["esmpress-prod"]
    assert not made["outbound_rules"]
    assert "ci-7-1" not in firewalls(api)


def test_closing_finds_its_firewall_behind_many_others(
    api: str, address: ThreadingHTTPServer
) -> None:
    rule = {"protocol": "icmp", "sources": {"addresses": ["0.0.0.0/0"]}}
    for number in range(205):
        ask(api, "/v2/firewalls", {"name": f"other-{number}", "inbound_rules": [rule]})
    firewall(api, address, "open", "ci-8-1", "esmpress-prod")

    assert firewall(api, address, "close", "ci-8-1").stdout == "ci-8-1: closed.\n"


def test_closing_what_is_gone_is_no_error(api: str, address: ThreadingHTTPServer) -> None:
    assert firewall(api, address, "close", "ci-9-1").returncode == 0


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("open", "ci-7-1"),
        ("open", "ci-7-1", ""),
        ("open", "esmpress-prod", "esmpress-prod"),
        ("close", "esmpress-prod"),
    ],
)
def test_no_firewall_but_ours_is_touched(
    words: tuple[str, ...], api: str, address: ThreadingHTTPServer
) -> None:
    assert firewall(api, address, *words).returncode == 64


def test_a_wrong_token_is_said_without_saying_the_token(
    api: str, address: ThreadingHTTPServer
) -> None:
    result = firewall(api, address, "open", "ci-7-1", "esmpress-prod", token="dop_v1_wrong")

    assert result.returncode == 1
    assert "the token is wrong or has expired" in result.stderr
    assert "dop_v1" not in result.stdout + result.stderr


def test_an_unknown_tag_is_refused_with_the_reason(api: str, address: ThreadingHTTPServer) -> None:
    result = firewall(api, address, "open", "ci-7-1", "no-such-tag")

    assert result.returncode == 1
    assert "no-such-tag" in result.stderr


@pytest.mark.parametrize("text", [b"0.0.0.0/0", b"<html>", b"2001:db8::1", b""])
def test_what_is_no_address_opens_nothing(
    text: bytes, api: str, address: ThreadingHTTPServer
) -> None:
    address.text = text  # type: ignore[attr-defined]

    result = firewall(api, address, "open", "ci-7-1", "esmpress-prod")

    assert result.returncode == 1
    assert "does not tell this machine's IPv4 address" in result.stderr
    assert "ci-7-1" not in firewalls(api)


def test_what_a_deploy_left_behind_is_closed_after_two_hours(
    api: str, address: ThreadingHTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    firewall(api, address, "open", "ci-10-1", "esmpress-prod")
    monkeypatch.setenv("DIGITALOCEAN_API_URL", api)
    monkeypatch.setenv("DIGITALOCEAN_TOKEN", TOKEN)
    program = load(CI / "firewall.py")
    before = firewalls(api)

    program.reap(datetime.now(UTC) + timedelta(minutes=110))
    in_time = firewalls(api)
    program.reap(datetime.now(UTC) + timedelta(minutes=130))

    assert in_time == before
    assert firewalls(api).keys() == before.keys() - {"ci-10-1"}


def load(path: Path) -> Any:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module

"""Sentry is told of a release, once it is in place."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.operations.programs import run

TOKEN = "sntrys_secret"


class Sentry(BaseHTTPRequestHandler):
    """Keeps what is posted, and answers with the status its server has."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        told = (self.path, self.headers["Authorization"], body)
        self.server.told.append(told)  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def sentry() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Sentry) as server:
        server.told, server.status = [], 201  # type: ignore[attr-defined]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


def settings(sentry: ThreadingHTTPServer) -> dict[str, str]:
    return {
        "SENTRY_URL": f"http://127.0.0.1:{sentry.server_port}/",
        "SENTRY_AUTH_TOKEN": TOKEN,
        "SENTRY_ORG": "uni",
        "SENTRY_PROJECTS": "backend page",
    }


def test_it_is_told_of_the_release_and_of_the_deploy(sentry: ThreadingHTTPServer) -> None:
    result = run("sentry_release.py", "0123abc", "production", settings=settings(sentry))

    assert result.returncode == 0, result.stderr
    releases = "/api/0/organizations/uni/releases/"
    assert sentry.told == [  # type: ignore[attr-defined]
        (releases, f"Bearer {TOKEN}", {"version": "0123abc", "projects": ["backend", "page"]}),
        (f"{releases}0123abc/deploys/", f"Bearer {TOKEN}", {"environment": "production"}),
    ]


def test_what_it_refuses_is_told_without_the_token(sentry: ThreadingHTTPServer) -> None:
    sentry.status = 403  # type: ignore[attr-defined]

    result = run("sentry_release.py", "0123abc", "production", settings=settings(sentry))

    assert result.returncode == 1
    assert "Sentry was not told of 0123abc: HTTP Error 403" in result.stderr
    assert TOKEN not in result.stdout + result.stderr


def test_without_a_token_nothing_is_told(sentry: ThreadingHTTPServer) -> None:
    without = settings(sentry) | {"SENTRY_AUTH_TOKEN": ""}

    result = run("sentry_release.py", "0123abc", "production", settings=without)

    assert result.returncode == 0
    assert "Sentry is not told" in result.stdout
    assert sentry.told == []  # type: ignore[attr-defined]


def test_half_a_setting_is_refused(sentry: ThreadingHTTPServer) -> None:
    half = settings(sentry) | {"SENTRY_ORG": ""}

    assert run("sentry_release.py", "0123abc", "production", settings=half).returncode == 64


@pytest.mark.parametrize("version", ["", "a/b", "a b", "../x"])
def test_a_version_is_one_word(version: str, sentry: ThreadingHTTPServer) -> None:
    result = run("sentry_release.py", version, "production", settings=settings(sentry))

    assert result.returncode == 64

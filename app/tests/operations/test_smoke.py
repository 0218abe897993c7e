"""A look at a site from outside finds what is wrong with it."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.doubles.certificates import Certificate, make_certificate
from tests.operations.programs import run

GOOD = {"/me": 200, "/join/none": 404}
HEADERS = ("Strict-Transport-Security", "Content-Security-Policy", "X-Content-Type-Options")


class Site(BaseHTTPRequestHandler):
    """Answers paths with the status and headers that its server has."""

    def do_GET(self) -> None:
        self.send_response(self.server.pages[self.path])  # type: ignore[attr-defined]
        for name in self.server.headers:  # type: ignore[attr-defined]
            self.send_header(name, "set")
        self.send_header("Location", "/me")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def site(
    certificate: Certificate, pages: dict[str, int] = GOOD, headers: tuple[str, ...] = HEADERS
) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        server.pages, server.headers = pages, headers  # type: ignore[attr-defined]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate.chain, certificate.key)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return make_certificate(tmp_path, days=60)


def look(url: str, certificate: Certificate) -> subprocess.CompletedProcess[str]:
    return run(
        "smoke.py", url, settings={"SSL_CERT_FILE": str(certificate.chain), "SMOKE_SECONDS": "0"}
    )


def test_a_good_site_is_well(certificate: Certificate) -> None:
    with site(certificate) as url:
        result = look(url, certificate)

    assert result.returncode == 0, result.stderr
    assert result.stdout == "smoke: 3 of 3 looks at 127.0.0.1 are well.\n"


@pytest.mark.parametrize(
    ("path", "status"), [("/me", 502), ("/me", 302), ("/join/none", 500), ("/join/none", 200)]
)
def test_another_status_than_expected_is_told(
    path: str, status: int, certificate: Certificate
) -> None:
    with site(certificate, GOOD | {path: status}) as url:
        result = look(url, certificate)

    assert result.returncode == 1
    assert result.stderr == f"smoke: {path} is answered with {status} instead of {GOOD[path]}.\n"


def test_a_missing_header_is_told(certificate: Certificate) -> None:
    with site(certificate, headers=HEADERS[1:]) as url:
        result = look(url, certificate)

    assert result.returncode == 1
    assert "/me comes without strict-transport-security." in result.stderr


def test_a_certificate_that_ends_soon_is_told(tmp_path: Path) -> None:
    ending = make_certificate(tmp_path, days=13)

    with site(ending) as url:
        result = look(url, ending)

    assert result.returncode == 1
    assert "Caddy does not renew it" in result.stderr


def test_a_certificate_of_somebody_else_is_told(certificate: Certificate, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_certificate(tmp_path / "other", days=60)

    with site(other) as url:
        result = look(url, certificate)

    assert result.returncode == 1
    assert "gives no good certificate" in result.stderr


def test_a_site_that_is_away_is_told(certificate: Certificate) -> None:
    with site(certificate) as url:
        pass

    assert look(url, certificate).returncode == 1


@pytest.mark.parametrize("url", ["", "http://127.0.0.1", "https://", "https://127.0.0.1/me"])
def test_only_a_site_by_https_is_looked_at(url: str, certificate: Certificate) -> None:
    assert look(url, certificate).returncode == 64

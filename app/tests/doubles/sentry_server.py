"""Sentry's place to send envelopes to, on loopback: keeps what comes."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import brotli  # type: ignore[import-untyped]

from tests.doubles.sentry_transport import KeptEnvelopes


class SentryServer(ThreadingHTTPServer):
    """Its `kept` envelopes are those of all projects."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.kept = KeptEnvelopes()

    @property
    def dsn(self) -> str:
        """What a client is told."""
        return f"http://{'0f' * 16}@127.0.0.1:{self.server_address[1]}/1"


class _Handler(BaseHTTPRequestHandler):
    server: SentryServer

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        unpack = {"gzip": gzip.decompress, "br": brotli.decompress}
        encoding = self.headers.get("Content-Encoding", "")
        if self.path == "/api/1/envelope/":
            self.server.kept.take(unpack[encoding](body) if encoding else body)
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@contextmanager
def running_sentry_server() -> Iterator[SentryServer]:
    """A server that listens until the block ends."""
    with SentryServer() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()

"""A webhook that keeps what is posted to it."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Post:
    """One post as it came."""

    headers: Message
    body: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = json.loads(self.body)
        return events


class Receiver(ThreadingHTTPServer):
    """Answers with `status`; 204 unless the test says otherwise."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.posts: list[Post] = []
        self.status = 204

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/webhooks/sendgrid/"

    def names(self) -> list[str]:
        """The names of all events, in the order they came."""
        return [event["event"] for post in self.posts for event in post.events]

    def wait_for(self, events: int) -> None:
        """Wait until so many events have come."""
        wait_until(lambda: len(self.names()) >= events)


class _Handler(BaseHTTPRequestHandler):
    server: Receiver
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.posts.append(Post(self.headers, body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing on stderr."""


def wait_until(is_so: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait for what another thread does; fails when it does not."""
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, "it did not come"
        time.sleep(0.01)


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """A webhook that listens until the block ends."""
    with Receiver() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()

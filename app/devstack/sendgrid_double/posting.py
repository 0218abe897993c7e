"""Posts events to a webhook, again and again until it says that it has them.

Checked against (stored copies, November 2026):
- github.com/sendgrid/sendgrid-nodejs/issues/1193 and /1321: user agent, content type, `\\r\\n`
  after each event of the body, which is signed with it;
- github.com/sendgrid/docs/issues/2933: the same event came up to 46 times.
SendGrid gives up after a day; the double when it is closed. Its waits between tries are shorter.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import SplitResult, urlsplit

from devstack.sendgrid_double.events import Event
from devstack.sendgrid_double.orders import EventOrders
from devstack.sendgrid_double.signing import Signer

TIMEOUT_SECONDS = 20.0
LONGEST_WAIT_SECONDS = 10.0

_COMPACT = json.JSONEncoder(separators=(",", ":"))


class Poster:
    """Posts in a thread of its own; `posted` and `failed` count posts, not events."""

    def __init__(self, url: str, signer: Signer) -> None:
        self.orders = EventOrders()
        self.posted = self.failed = 0
        self._signer = signer
        self._url = urlsplit(url)
        self._connection: HTTPConnection | None = None
        self._waiting: list[tuple[float, Event]] = []
        self._busy = False
        self._closed = False
        self._changed = threading.Condition()
        threading.Thread(target=self._keep_posting, daemon=True, name="events").start()

    def add(self, events: Iterable[Event]) -> None:
        """Post these too, when the orders say so."""
        due = time.monotonic() + self.orders.delay_seconds
        news = [(due, event) for event in events]
        with self._changed:
            self._waiting += news
            self._changed.notify_all()

    def follow(self, orders: EventOrders) -> None:
        """Go on under other orders; what was held may go."""
        with self._changed:
            self.orders = orders
            self._changed.notify_all()

    @property
    def waiting(self) -> int:
        """How many events have not been posted yet."""
        with self._changed:
            return len(self._waiting) + self._busy

    def forget(self) -> None:
        """Drop what waits."""
        with self._changed:
            self._waiting.clear()

    def close(self) -> None:
        """Stop posting; what waits is lost."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def _keep_posting(self) -> None:
        while events := self._next_events():
            orders = self.orders
            for start in range(0, len(events), orders.batch_size):
                body = _body(events[start : start + orders.batch_size])
                for _ in range(1 + orders.repeat):
                    self._post_until_taken(body)
            with self._changed:
                self._busy = False

    def _next_events(self) -> list[Event]:
        """What is due, when something is; empty when the double is closed."""
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                due = [event for moment, event in self._waiting if moment <= now]
                if due and not self.orders.hold:
                    self._waiting = [one for one in self._waiting if one[0] > now]
                    self._busy = True
                    return due[::-1] if self.orders.reverse else due
                self._changed.wait(0.05 if self._waiting and not self.orders.hold else None)
        return []

    def _post_until_taken(self, body: bytes) -> None:
        wait = 0.1
        while not self._closed and not self._is_taken(body):
            self.failed += 1
            with self._changed:
                self._changed.wait_for(lambda: self._closed, wait)
            wait = min(wait * 2, LONGEST_WAIT_SECONDS)

    def _is_taken(self, body: bytes) -> bool:
        headers = {
            "User-Agent": "SendGrid Event API",
            "Content-Type": "application/json;charset=utf-8",
            **self._signer.headers(body, timestamp=int(time.time())),
        }
        connection = self._connection or _connect(self._url)
        path = self._url.path + (f"?{self._url.query}" if self._url.query else "")
        try:
            connection.request("POST", path or "/", body=body, headers=headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            self._connection = None
            with suppress(OSError):
                connection.close()
            return False
        self._connection = connection
        is_taken = 200 <= answer.status < 300
        self.posted += is_taken
        return is_taken


def _body(events: list[Event]) -> bytes:
    return ("[" + ",\r\n".join(map(_COMPACT.encode, events)) + "]\r\n").encode()


def _connect(url: SplitResult) -> HTTPConnection:
    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    return kind(url.netloc, timeout=TIMEOUT_SECONDS)

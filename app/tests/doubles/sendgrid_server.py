"""A stand-in for SendGrid's `POST /v3/mail/send` on loopback.

Checked against (stored copies, November 2026):
- sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html: 202 for what is queued, 200 in
  sandbox mode, the other statuses;
- support.sendgrid.com article 18322114821403: the sentence of a wrong key (401);
- twilio.com/docs/sendgrid/for-developers/sending-email/sandbox-mode: checked, never delivered;
- twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits: 429 carries
  X-RateLimit-Reset, an epoch second; `Retry-After` is not promised, but can be ordered here.
What it refuses in a body stands in `sendgrid_rules`.
"""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.doubles.sendgrid_rules import Fault, faults_of

KEY = "SG.only-for-tests"
WRONG_KEY = "The provided authorization grant is invalid, expired, or revoked"


@dataclass
class Orders:
    """How the server is to misbehave, until told otherwise."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    raw_body: str | None = None
    raw_answer: bytes = b""
    slow_seconds: float = 0
    hang_up_after_accepting: bool = False
    only_first_request: bool = False


@dataclass(frozen=True)
class Mail:
    """One message as its recipient would get it."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]
    custom_args: dict[str, str]


class SendGridServer(ThreadingHTTPServer):
    """Keeps every request it was sent and every body it accepted."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.orders = Orders()
        self.requests = 0
        self.accepted: list[dict[str, Any]] = []
        self.message_ids: list[str] = []

    @property
    def url(self) -> str:
        """What SENDGRID_HOST has to be."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def current_orders(self) -> Orders:
        """How to treat the request that has just come."""
        spent = self.orders.only_first_request and self.requests > 1
        return Orders() if spent else self.orders

    def mails(self) -> list[Mail]:
        """What recipients would get: every personalisation of every accepted body, filled."""
        return [_filled(body, row) for body in self.accepted for row in body["personalizations"]]


class _Handler(BaseHTTPRequestHandler):
    server: SendGridServer

    def do_POST(self) -> None:
        """Take, refuse or mishandle one request."""
        self.server.requests += 1
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        orders = self.server.current_orders()
        time.sleep(orders.slow_seconds)
        if orders.raw_answer:
            self.wfile.write(orders.raw_answer)
            self.close_connection = True
        elif orders.status:
            self._answer(orders.status, orders.raw_body or _errors([]), **orders.headers)
        elif self.path != "/v3/mail/send":
            self._answer(404, _errors([{"message": "not found", "field": None, "help": None}]))
        elif self.headers.get("Authorization") != f"Bearer {KEY}":
            self._answer(401, _errors([{"message": WRONG_KEY, "field": None, "help": None}]))
        else:
            self._judge(json.loads(raw), orders)

    def _judge(self, body: dict[str, Any], orders: Orders) -> None:
        if faults := faults_of(body):
            self._answer(400, _errors(faults))
            return
        message_id = uuid.uuid4().hex[:22]
        self.server.accepted.append(body)
        self.server.message_ids.append(message_id)
        if orders.hang_up_after_accepting:
            self.close_connection = True
            return
        sandbox = "sandbox_mode" in body.get("mail_settings", {})
        self._answer(200 if sandbox else 202, "", **{"X-Message-Id": message_id})

    def _answer(self, status: int, body: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_args: Any) -> None:
        """Say nothing on stderr."""


def _errors(faults: list[Fault]) -> str:
    return json.dumps({"errors": faults})


def _filled(body: dict[str, Any], row: dict[str, Any]) -> Mail:
    def fill(text: str) -> str:
        for place, value in row["substitutions"].items():
            text = text.replace(place, value)
        return text

    text, html = (fill(content["value"]) for content in body["content"])
    return Mail(
        to=row["to"][0]["email"],
        subject=fill(body["subject"]),
        text=text,
        html=html,
        headers=row["headers"],
        custom_args=row["custom_args"],
    )


@contextmanager
def running_sendgrid_server(**orders: Any) -> Iterator[SendGridServer]:
    """A server under the given orders, listening until the block ends."""
    with SendGridServer() as server:
        server.orders = Orders(**orders)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()

"""Answers `POST /v3/mail/send` as SendGrid does, or as it was ordered to.

Checked against (stored copies, November 2026):
- sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html: 202 for what is queued, 200 in
  sandbox mode, the other statuses;
- support.sendgrid.com article 18322114821403: the sentence of a wrong key (401);
- github.com/sendgrid/sendgrid-csharp/issues/929: status and sentence of a wrong content type (415);
- github.com/sendgrid/sendgrid-nodejs/issues/370: a body too large is nginx' to refuse, in HTML;
- twilio.com/docs/sendgrid/for-developers/sending-email/sandbox-mode: checked, never delivered;
- twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits: 429 carries
  X-RateLimit-Reset, an epoch second; `Retry-After` is not promised, but can be ordered here.
"""

from __future__ import annotations

import json
import time
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import TYPE_CHECKING, Any

from devstack.sendgrid_double import control
from devstack.sendgrid_double.orders import Orders
from devstack.sendgrid_double.row_rules import Fault, fault
from devstack.sendgrid_double.rules import faults_of
from devstack.sendgrid_double.taken import is_sandboxed

if TYPE_CHECKING:
    from devstack.sendgrid_double.server import SendGridServer

SEND = "/v3/mail/send"
WRONG_KEY = "The provided authorization grant is invalid, expired, or revoked"
TOO_LARGE = "<html><head><title>413 Request Entity Too Large</title></head></html>"


class Handler(BaseHTTPRequestHandler):
    """One connection: requests to the API, and orders."""

    server: SendGridServer
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    # Idle connections end, so that no thread outlives its use by much.
    timeout = 60

    def do_POST(self) -> None:
        """Take, refuse or mishandle one request, or follow an order."""
        if self.path.startswith(control.PREFIX):
            self._answer(*control.post(self.server, self.path, self._body()))
            return
        orders = self.server.begin_request()
        status = 0
        try:
            status = self._handle_api(orders)
        finally:
            self.server.end_request(refused=status >= HTTPStatus.BAD_REQUEST)

    def do_GET(self) -> None:
        """Say what was taken."""
        if self.path.startswith(control.PREFIX):
            self._answer(*control.get(self.server, self.path))
        else:
            self._answer(
                HTTPStatus.METHOD_NOT_ALLOWED, _errors([fault("method not allowed", None)])
            )

    def _handle_api(self, orders: Orders) -> int:
        """Deal with one request to the API; the status it was answered, 0 for none."""
        time.sleep(orders.slow_seconds)
        if orders.hang_up_before_accepting:
            return self._hang_up()
        raw = self._body()
        if orders.raw_answer:
            self.wfile.write(orders.raw_answer.encode())
            return self._hang_up()
        if orders.status:
            body = orders.raw_body if orders.raw_body is not None else _errors([])
            return self._answer(orders.status, body, **orders.headers)
        if faults := self._faults_of_request(raw):
            return self._answer(*faults)
        return self._judge(raw, orders)

    def _faults_of_request(self, raw: bytes | None) -> tuple[int, str] | None:
        """Status and body of a refusal that needs no look at the message."""
        if raw is None:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE
        if self.path != SEND:
            return HTTPStatus.NOT_FOUND, _errors([fault("not found", None)])
        if self.headers.get("Authorization") != f"Bearer {self.server.key}":
            return HTTPStatus.UNAUTHORIZED, _errors([fault(WRONG_KEY, None)])
        if self.headers.get_content_type() != "application/json":
            sentence = "Content-Type should be application/json."
            return HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _errors([fault(sentence, None)])
        return None

    def _judge(self, raw: bytes | None, orders: Orders) -> int:
        try:
            body = json.loads(raw or b"")
        except ValueError:
            return self._answer(HTTPStatus.BAD_REQUEST, _errors([fault("Bad Request", None)]))
        if faults := faults_of(body, refuse=orders.refuse):
            return self._answer(HTTPStatus.BAD_REQUEST, _errors(faults))
        message_id = self.server.accept(body)
        time.sleep(orders.slow_answer_seconds)
        if orders.hang_up_after_accepting:
            return self._hang_up()
        taken = HTTPStatus.OK if is_sandboxed(body) else HTTPStatus.ACCEPTED
        return self._answer(taken, "", **{"X-Message-Id": message_id})

    def _body(self) -> bytes | None:
        """What was sent; None, and read to its end, when it is too much."""
        left = int(self.headers.get("Content-Length") or 0)
        if left <= self.server.max_body_bytes:
            return self.rfile.read(left)
        while left > 0 and (chunk := self.rfile.read(min(left, 1 << 20))):
            left -= len(chunk)
        return None

    def _hang_up(self) -> int:
        self.close_connection = True
        return 0

    def _answer(self, status: int, body: str, **headers: str) -> int:
        raw = body.encode()
        kind = "text/html" if body.startswith("<") else "application/json"
        self.send_response_only(status)
        usual = {"Server": "nginx", "Date": self.date_time_string(), "Content-Type": kind}
        sent = {**usual, "Content-Length": str(len(raw)), **headers}
        for name, value in sent.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(raw)
        return status

    def log_message(self, *_args: Any) -> None:
        """Say nothing on stderr."""


def _errors(faults: list[Fault]) -> str:
    return json.dumps({"errors": faults})

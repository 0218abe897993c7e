"""SendGrid's `POST /v3/mail/send` on loopback, with an address to give it orders.

Checked against (stored copies, November 2026):
- sendgrid.com/docs/API_Reference/Web_API_v3/Mail/errors.html: 202 for what is queued, 200 in
  sandbox mode, the other statuses;
- support.sendgrid.com article 18322114821403: the sentence of a wrong key (401);
- github.com/sendgrid/sendgrid-csharp/issues/929: status and sentence of a wrong content type (415);
- github.com/sendgrid/sendgrid-nodejs/issues/370: a body too large is nginx' to refuse, in HTML;
- twilio.com/docs/sendgrid/for-developers/sending-email/sandbox-mode: checked, never delivered;
- twilio.com/docs/sendgrid/api-reference/how-to-use-the-sendgrid-v3-api/rate-limits: 429 carries
  X-RateLimit-Reset, an epoch second; `Retry-After` is not promised, but can be ordered here.
What it refuses in a body stands in `rules`, the control address in `control`.
"""

from __future__ import annotations

import base64
import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from devstack.ports import LOOPBACK
from devstack.sendgrid_double import control
from devstack.sendgrid_double.events import events_of
from devstack.sendgrid_double.orders import EventOrders, Orders, read_orders
from devstack.sendgrid_double.posting import Poster
from devstack.sendgrid_double.row_rules import Fault, fault
from devstack.sendgrid_double.rules import faults_of
from devstack.sendgrid_double.signing import Signer
from devstack.sendgrid_double.taken import Keep, Mail, Taken

KEY = "SG.only-for-tests"
MAX_BODY_BYTES = 30 * 1024 * 1024
SEND = "/v3/mail/send"
WRONG_KEY = "The provided authorization grant is invalid, expired, or revoked"
TOO_LARGE = "<html><head><title>413 Request Entity Too Large</title></head></html>"


class SendGridServer(ThreadingHTTPServer):
    """Takes and refuses as SendGrid does, under `orders`; counts, and keeps what it is told to.

    `requests` counts those to the API, `in_progress` those not answered yet.
    """

    daemon_threads = True
    block_on_close = False
    # Many workers connect at once after an outage.
    request_queue_size = 128

    def __init__(
        self,
        *,
        port: int = 0,
        key: str = KEY,
        webhook: str = "",
        signer: Signer | None = None,
        keep: Keep = "bodies",
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """Listens at once on loopback, on a free port unless one is named."""
        super().__init__((LOOPBACK, port), _Handler)
        self.key, self.max_body_bytes = key, max_body_bytes
        self.orders = Orders()
        self.signer = signer or Signer()
        self.taken = Taken(keep)
        self.requests = self.in_progress = self.refused = 0
        self.on_taken: Callable[[dict[str, Any], str], None] = _say_nothing
        self._poster = Poster(webhook, self.signer) if webhook else None
        self._lock = threading.Lock()

    @property
    def url(self) -> str:
        """What SENDGRID_HOST has to be."""
        return f"http://{LOOPBACK}:{self.server_address[1]}"

    @property
    def accepted(self) -> list[dict[str, Any]]:
        """The bodies it took, in order."""
        return self.taken.bodies

    @property
    def message_ids(self) -> list[str]:
        """The id each of those bodies was answered with."""
        return self.taken.message_ids

    def mails(self) -> list[Mail]:
        """What recipients would get: every personalisation of every accepted body, filled."""
        return self.taken.all_mails()

    def order_events(self, orders: EventOrders) -> None:
        """What happens to messages taken from now on, and how it is posted."""
        if self._poster:
            self._poster.follow(orders)

    def event_counts(self) -> dict[str, int]:
        """Posts the webhook took, posts it did not take, events that wait."""
        poster = self._poster
        if poster is None:
            return {"posted": 0, "failed": 0, "waiting": 0}
        return {"posted": poster.posted, "failed": poster.failed, "waiting": poster.waiting}

    def forget(self) -> None:
        """Begin anew: counts, messages and events; orders stay."""
        self.taken.forget()
        if self._poster:
            self._poster.forget()
        with self._lock:
            self.requests = self.refused = 0

    def begin_request(self) -> Orders:
        """Count a request; how to treat it."""
        with self._lock:
            self.requests += 1
            self.in_progress += 1
            orders = self.orders
            if orders.requests:
                orders.requests -= 1
                if not orders.requests:
                    self.orders = read_orders(Orders, orders.then)
            return orders

    def end_request(self, *, refused: bool) -> None:
        """Count the end of a request."""
        with self._lock:
            self.in_progress -= 1
            self.refused += refused

    def accept(self, body: dict[str, Any]) -> str:
        """Take a body; its id."""
        message_id = base64.urlsafe_b64encode(os.urandom(16)).rstrip(b"=").decode()
        self.taken.add(body, message_id)
        self.on_taken(body, message_id)
        if self._poster and not is_sandboxed(body):
            now = int(time.time())
            self._poster.add(events_of(body, message_id, self._poster.orders, timestamp=now))
        return message_id

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that has gone is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    def server_close(self) -> None:
        """Stop listening and posting."""
        super().server_close()
        if self._poster:
            self._poster.close()


class _Handler(BaseHTTPRequestHandler):
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


def is_sandboxed(body: dict[str, Any]) -> bool:
    """Whether a body is to be checked only."""
    setting = (body.get("mail_settings") or {}).get("sandbox_mode") or {}
    return bool(setting.get("enable"))


def _errors(faults: list[Fault]) -> str:
    return json.dumps({"errors": faults})


def _say_nothing(_body: dict[str, Any], _message_id: str) -> None:
    """What `on_taken` is until somebody wants to know."""


@contextmanager
def running_sendgrid_server(
    *,
    key: str = KEY,
    webhook: str = "",
    keep: Keep = "bodies",
    max_body_bytes: int = MAX_BODY_BYTES,
    **orders: Any,
) -> Iterator[SendGridServer]:
    """A server under the given orders, listening until the block ends."""
    with SendGridServer(
        key=key, webhook=webhook, keep=keep, max_body_bytes=max_body_bytes
    ) as server:
        server.orders = Orders(**orders)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()

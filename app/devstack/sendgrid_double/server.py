"""SendGrid on loopback: what it took, under which orders, and where its events go.

How a request is answered stands in `handling`, what is refused of a body in `rules`, the control
address in `control`.
"""

from __future__ import annotations

import base64
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from typing import Any

from devstack.ports import LOOPBACK
from devstack.sendgrid_double.events import events_of
from devstack.sendgrid_double.handling import Handler
from devstack.sendgrid_double.orders import EventOrders, Orders, read_orders
from devstack.sendgrid_double.posting import Poster
from devstack.sendgrid_double.signing import Signer
from devstack.sendgrid_double.taken import Keep, Mail, Taken, is_sandboxed

KEY = "SG.only-for-tests"
MAX_BODY_BYTES = 30 * 1024 * 1024


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
        address: str = LOOPBACK,
        port: int = 0,
        key: str = KEY,
        webhook: str = "",
        signer: Signer | None = None,
        keep: Keep = "bodies",
        max_body_bytes: int = MAX_BODY_BYTES,
    ) -> None:
        """Listens at once, on loopback and a free port unless others are named."""
        super().__init__((address, port), Handler)
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

"""A receiver of webhooks on loopback, over TLS: it keeps what comes, and misbehaves if told to."""

from __future__ import annotations

import socketserver
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from tests.doubles.certificates import Certificate

MEGABYTE = b"x" * 1_000_000


@dataclass
class Orders:
    """How the receiver answers; codes are used one after another, and the last one for ever."""

    codes: list[int] = field(default_factory=lambda: [204])
    location: str = ""
    # Says nothing after the request, or nothing at all before the handshake.
    hangs: bool = False
    hangs_before_tls: bool = False
    # Sends so many bytes of the first line, one every tenth of a second.
    drips: bool = False
    megabytes: int = 0
    # In the place of an answer.
    raw: bytes = b""
    # Called when a request has come, before it is answered.
    on_request: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Request:
    """What came."""

    line: str
    headers: dict[str, str]
    body: bytes


class Receiver(socketserver.ThreadingTCPServer):
    """Keeps requests in the order they came."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, certificate: Certificate) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.orders = Orders()
        self.requests: list[Request] = []
        self.sent_bytes = 0
        self.over = threading.Event()
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate.chain, certificate.key)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def url(self) -> str:
        """Where webhooks are posted to."""
        return f"https://127.0.0.1:{self.port}/hook"


class _Session(socketserver.BaseRequestHandler):
    server: Receiver

    def handle(self) -> None:
        orders = self.server.orders
        if orders.hangs_before_tls:
            self.server.over.wait(30)
            return
        with self.server.context.wrap_socket(self.request, server_side=True) as sock:
            self._take(sock)
            orders.on_request()
            if orders.hangs:
                self.server.over.wait(30)
            elif orders.drips:
                self._drip(sock)
            else:
                self._answer(sock)

    def _take(self, sock: ssl.SSLSocket) -> None:
        with sock.makefile("rb") as stream:
            line = stream.readline().decode().strip()
            headers = {}
            while (text := stream.readline().decode().strip()) != "":
                name, _, value = text.partition(":")
                headers[name.lower()] = value.strip()
            body = stream.read(int(headers.get("content-length", 0)))
        self.server.requests.append(Request(line, headers, body))

    def _answer(self, sock: ssl.SSLSocket) -> None:
        orders = self.server.orders
        code = orders.codes.pop(0) if len(orders.codes) > 1 else orders.codes[0]
        location = f"Location: {orders.location}\r\n" if orders.location else ""
        head = (
            f"HTTP/1.1 {code} Double\r\n{location}Content-Length: {orders.megabytes}000000\r\n\r\n"
        )
        sock.sendall(orders.raw or head.encode())
        for _ in range(orders.megabytes):
            sock.sendall(MEGABYTE)
            self.server.sent_bytes += len(MEGABYTE)

    def _drip(self, sock: ssl.SSLSocket) -> None:
        with suppress(OSError):
            while not self.server.over.wait(0.1):
                sock.sendall(b"H")


@contextmanager
def running_receiver(certificate: Certificate, **orders: Any) -> Iterator[Receiver]:
    """A receiver under the given orders, listening until the block ends."""
    with Receiver(certificate) as receiver:
        receiver.orders = Orders(**orders)
        threading.Thread(target=receiver.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield receiver
        finally:
            receiver.over.set()
            receiver.shutdown()

"""A small SMTP server on loopback that keeps what it is sent and misbehaves when told to.

Replies as RFC 5321 orders them: a refused recipient or text leaves the connection usable, and a
message is taken once the final dot was read, even if the server hangs up before saying so.
STARTTLS as in RFC 3207: offered until it is used, and nothing said before it counts after it.
"""

from __future__ import annotations

import socketserver
import ssl
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from tests.doubles.certificates import Certificate


@dataclass
class Orders:
    """How the server is to misbehave; recipients by address, everything else for all."""

    # Offers STARTTLS with this certificate.
    certificate: Certificate | None = None
    starttls_code: int = 0
    auth_code: int = 0
    mail_code: int = 0
    rcpt_codes: dict[str, int] = field(default_factory=dict)
    rcpt_code: int = 0
    data_code: int = 0
    hang_up_after_data: bool = False
    close_after_messages: int = 0
    # What RFC 5321 says before the server ends a connection.
    goodbye_code: int = 0
    # Called when a text has come, before it is answered.
    on_text: Callable[[], None] = lambda: None


class SmtpServer(socketserver.ThreadingTCPServer):
    """Keeps messages in the order they were taken, with the address each was sent to."""

    daemon_threads = True
    # Closing does not wait for clients that keep their connection.
    block_on_close = False
    # 5000 messages make many connections.
    request_queue_size = 128

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), _Session)
        self.orders = Orders()
        self.taken: list[tuple[str, bytes]] = []
        self.connections = 0
        # Whether each message came over TLS.
        self.protected: list[bool] = []
        self.commands: list[str] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that breaks off, because it does not like the certificate, is no news."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def recipients(self) -> list[str]:
        """To whom messages were taken, in order."""
        return [recipient for recipient, _ in self.taken]

    def messages(self) -> list[EmailMessage]:
        """The messages it took, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for _, raw in self.taken]


class _Session(socketserver.StreamRequestHandler):
    server: SmtpServer

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1
        self.recipient = ""
        self.count = 0

    def handle(self) -> None:
        self._say(220, "double ready")
        while line := self.rfile.readline():
            verb, _, rest = line.decode("ascii").strip().partition(" ")
            self.server.commands.append(verb.upper())
            if verb.upper() == "QUIT":
                self._say(221, "bye")
                return
            if verb.upper() == "MAIL" and self._is_tired():
                if code := self.server.orders.goodbye_code:
                    self._say(code, "closing the connection")
                return
            if not self._answer(verb.upper(), rest):
                return

    def _answer(self, verb: str, rest: str) -> bool:
        """Reply to one command; whether the session goes on."""
        if verb == "EHLO":
            self._say(250, *self._offers())
        elif verb == "STARTTLS":
            self._start_tls()
        elif verb == "AUTH":
            self._say(self.server.orders.auth_code or 235, "log-in answered")
        elif verb == "MAIL" and (code := self.server.orders.mail_code):
            self._say(code, "not this sender")
        elif verb == "RCPT":
            self._take_recipient(rest)
        elif verb == "DATA":
            return self._take_data()
        else:
            self._say(250, "ok")
        return True

    def _offers(self) -> list[str]:
        orders = self.server.orders
        starttls = ["STARTTLS"] if orders.certificate and not self._is_protected else []
        auth = ["AUTH PLAIN LOGIN"] if orders.auth_code else []
        return ["double", *starttls, *auth]

    def _start_tls(self) -> None:
        orders = self.server.orders
        if orders.starttls_code or orders.certificate is None:
            self._say(orders.starttls_code or 502, "no STARTTLS now")
            return
        self._say(220, "go ahead")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(orders.certificate.chain, orders.certificate.key)
        self.connection = context.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    @property
    def _is_protected(self) -> bool:
        return isinstance(self.connection, ssl.SSLSocket)

    def _take_recipient(self, rest: str) -> None:
        orders, address = self.server.orders, rest.partition("<")[2].partition(">")[0]
        if code := orders.rcpt_codes.get(address, orders.rcpt_code):
            self._say(code, "not this recipient")
            return
        self.recipient = address
        self._say(250, "ok")

    def _take_data(self) -> bool:
        self._say(354, "go on")
        lines = list(iter(self.rfile.readline, b".\r\n"))
        self.server.orders.on_text()
        if code := self.server.orders.data_code:
            self._say(code, "not this text")
            return True
        text = b"".join(line.removeprefix(b".") for line in lines)
        self.server.taken.append((self.recipient, text))
        self.server.protected.append(self._is_protected)
        self.count += 1
        if self.server.orders.hang_up_after_data:
            return False
        self._say(250, "taken")
        return True

    def _is_tired(self) -> bool:
        limit = self.server.orders.close_after_messages
        return bool(limit) and self.count >= limit

    def _say(self, code: int, *texts: str) -> None:
        lines = [f"{code}-{text}\r\n" for text in texts[:-1]] + [f"{code} {texts[-1]}\r\n"]
        self.wfile.write("".join(lines).encode("ascii"))


def text_of(message: EmailMessage) -> str:
    """What a message says, its plain part."""
    part = message.get_body(("plain",))
    return "" if part is None else str(part.get_content()).replace("\r\n", "\n").strip()


@contextmanager
def running_smtp_server(**orders: Any) -> Iterator[SmtpServer]:
    """A server under the given orders, listening until the block ends."""
    with SmtpServer() as server:
        server.orders = Orders(**orders)
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()

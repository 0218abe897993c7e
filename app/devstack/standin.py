"""A stand-in for Redis in one process: fakeredis behind a password.

Run as `python -m devstack.standin PORT` with REDIS_PASSWORD set. fakeredis 2.40's own connection
handler takes any password, hangs up after every error reply (each NOSCRIPT makes Celery connect
anew) and cannot send replies longer than the socket's buffer; this one does better.
"""

from __future__ import annotations

import hmac
import os
import select
import sys
import time

from fakeredis import TcpFakeServer
from fakeredis._clients._tcp_server import TCPFakeRequestHandler, Writer
from redis.exceptions import RedisError

from devstack.ports import LOOPBACK

POLL_SECONDS = 0.05
LOGIN_SECONDS = 5.0
SEND_SECONDS = 30.0
REFUSAL = b"-WRONGPASS invalid username-password pair or user is disabled.\r\n"


class PasswordServer(TcpFakeServer):
    """fakeredis' server, closed to whoever does not send the password first."""

    def __init__(self, port: int, password: str) -> None:
        """Listens on loopback at once."""
        super().__init__((LOOPBACK, port))
        self.RequestHandlerClass = PasswordHandler
        self.daemon_threads = True
        self.password = password.encode()
        self.fake_server.config[b"requirepass"] = self.password


class PasswordHandler(TCPFakeRequestHandler):
    """One connection: log-in, then commands and pushed messages until the peer leaves."""

    server: PasswordServer

    def setup(self) -> None:
        """Replies leave by a duplicate of the socket that waits when its buffer is full."""
        super().setup()
        self._outgoing = self.connection.dup()
        self._outgoing.settimeout(SEND_SECONDS)
        self.writer = Writer(self.client_address, self._outgoing.makefile("wb"), self)

    def handle(self) -> None:
        """Serve the connection until it ends."""
        try:
            if not self._log_in():
                self._outgoing.sendall(REFUSAL)
                return
            while self._serve_once():
                pass
        except OSError:
            return

    def finish(self) -> None:
        """The duplicate is closed too."""
        self.writer.writer.close()
        self._outgoing.close()
        super().finish()

    def _log_in(self) -> bool:
        """Whether the first command carries the password; it is carried out if so."""
        data = b""
        give_up = time.monotonic() + LOGIN_SECONDS
        while (words := first_command(data)) is None:
            left = give_up - time.monotonic()
            if left <= 0 or not select.select([self.connection], [], [], left)[0]:
                return False
            received = self.connection.recv(4096)
            if not received or len(data) > 4096:
                return False
            data += received
        if not hmac.compare_digest(offered_password(words), self.server.password):
            return False
        self.current_client.get_socket().sendall(data)
        return True

    def _serve_once(self) -> bool:
        """Pass on waiting replies, or wait a moment for a command; false when the peer left."""
        if self.current_client.can_read():
            self.writer.dump(self._next_reply())
            return True
        readable, _, _ = select.select([self.connection], [], [], POLL_SECONDS)
        if not readable:
            return True
        data = self.connection.recv(65536)
        if data:
            self.current_client.get_socket().sendall(data)
        return bool(data)

    def _next_reply(self) -> object:
        """The next reply; an error is a reply like any other."""
        try:
            return self.current_client.read_response()
        except RedisError as error:
            return error


def first_command(data: bytes) -> list[bytes] | None:
    """The words of the first command in Redis' protocol; None while it is not complete."""
    lines = data.split(b"\r\n")
    if len(lines) < 2:
        return None
    if lines[0][:1] != b"*" or not lines[0][1:].isdigit():
        return [b""]
    count = int(lines[0][1:])
    return lines[2 : 2 + 2 * count : 2] if len(lines) > 1 + 2 * count else None


def offered_password(words: list[bytes]) -> bytes:
    """The password in AUTH or HELLO; empty in any other command."""
    upper = [word.upper() for word in words]
    if upper[0] == b"AUTH":
        return words[-1]
    if upper[0] == b"HELLO" and b"AUTH" in upper[:-2]:
        return words[upper.index(b"AUTH") + 2]
    return b""


if __name__ == "__main__":
    PasswordServer(int(sys.argv[1]), os.environ["REDIS_PASSWORD"]).serve_forever()

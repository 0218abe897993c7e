"""Posts to a stranger's server: to the very address that was looked at, for ten seconds at most.

Of the answer the first line is read and nothing else, whoever may send a gigabyte. Nothing is
followed: a redirect could lead into the network this machine is in.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from esmpress.webhooks.addresses import NoSuchName, NotPublic, addresses_of
from esmpress.webhooks.models import Delivery

CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 10.0
Failure = Delivery.Failure
_STATUS = re.compile(rb"HTTP/1\.[01] ([1-5][0-9][0-9])[ \r\n]")
# As long as a first line can be.
_MOST_BYTES = 1000


@dataclass(frozen=True)
class Answer:
    """What came back: the code of the answer, or why there was none."""

    code: int | None = None
    failure: Failure | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return self.code is not None and 200 <= self.code < 300


@dataclass(frozen=True)
class _Deadline:
    """An instant of `time.monotonic`."""

    at: float

    @classmethod
    def in_seconds(cls, seconds: float) -> _Deadline:
        return cls(time.monotonic() + seconds)

    def left(self, most: float = TOTAL_SECONDS) -> float:
        """Seconds; raises TimeoutError when it is over."""
        left = self.at - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)


def post(
    url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = TOTAL_SECONDS
) -> Answer:
    """The answer, within so many seconds; never raises for what a receiver does."""
    deadline = _Deadline.in_seconds(seconds)
    try:
        return _asked(url, body, headers, deadline)
    except NotPublic:
        failure = Failure.ADDRESS
    except NoSuchName:
        failure = Failure.NAME
    except TimeoutError:
        failure = Failure.TIMEOUT
    except ssl.SSLCertVerificationError:
        failure = Failure.CERTIFICATE
    except ssl.SSLError:
        failure = Failure.TLS
    except (OSError, HTTPException):
        failure = Failure.CONNECTION
    return Answer(failure=failure)


def _asked(url: str, body: bytes, headers: Mapping[str, str], deadline: _Deadline) -> Answer:
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.create_default_context()
    context.set_alpn_protocols(["http/1.1"])
    with (
        _connected(addresses_of(host), port, deadline) as plain,
        context.wrap_socket(plain, server_hostname=host) as sock,
    ):
        sock.settimeout(deadline.left())
        connection = HTTPSConnection(host, port, context=context)
        # It asks for no address any more: this is its connection.
        connection.sock = sock
        target = parts._replace(scheme="", netloc="", path=parts.path or "/").geturl()
        connection.request("POST", target, body, dict(headers) | {"Connection": "close"})
        return _answer(sock, deadline)


def _connected(addresses: list[str], port: int, deadline: _Deadline) -> socket.socket:
    """A connection to the first address that takes one; raises OSError."""
    until = _Deadline.in_seconds(deadline.left(CONNECT_SECONDS))
    for address in addresses[:-1]:
        try:
            return _connect(address, port, until, deadline)
        except OSError:
            continue
    return _connect(addresses[-1], port, until, deadline)


def _connect(address: str, port: int, until: _Deadline, deadline: _Deadline) -> socket.socket:
    sock = socket.create_connection((address, port), timeout=until.left())
    # For the handshake that follows.
    sock.settimeout(deadline.left())
    return sock


def _answer(sock: ssl.SSLSocket, deadline: _Deadline) -> Answer:
    """The code in the first line; what comes after it is left where it is."""
    received = b""
    while b"\n" not in received and len(received) < _MOST_BYTES:
        # However little comes at a time: all together ends at the deadline.
        sock.settimeout(deadline.left())
        piece = sock.recv(_MOST_BYTES)
        if not piece:
            break
        received += piece
    match = _STATUS.match(received)
    return Answer(int(match[1])) if match else Answer(failure=Failure.NO_HTTP)

"""Connections to the mail server, kept from one tick to the next by each worker process."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.smtp import EmailBackend

# Mail servers hang up after some minutes, and many after some hundred messages.
MAX_IDLE_SECONDS = 60.0
MAX_MESSAGES = 100

OK = 250

_SETTINGS = ("BACKEND", "HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_TLS", "USE_SSL")


class Connection:
    """One connection to the mail server of the settings; `messages` went over it so far."""

    def __init__(self) -> None:
        self.server = _server()
        self.backend = get_connection()
        self.messages = 0
        self._used_at = time.monotonic()

    @property
    def is_stale(self) -> bool:
        """Whether it is better renewed than used again."""
        idle = time.monotonic() - self._used_at
        return self.messages >= MAX_MESSAGES or idle > MAX_IDLE_SECONDS

    def open(self) -> None:
        """Connect and log in; raises OSError."""
        try:
            self.backend.open()
        except OSError:
            self.close()
            raise

    def note_message(self) -> None:
        """Count one more message."""
        self.messages += 1
        self._used_at = time.monotonic()

    def answers(self) -> bool:
        """Whether the server still answers; other backends than SMTP have nothing to ask."""
        if not isinstance(self.backend, EmailBackend):
            return True
        smtp = self.backend.connection
        try:
            return smtp is not None and smtp.noop()[0] == OK
        except OSError:
            return False

    def close(self) -> None:
        """Take leave of the mail server."""
        with suppress(OSError):
            self.backend.close()


class Pool:
    """Connections nobody uses at the moment; safe to use from several threads."""

    def __init__(self) -> None:
        self._idle: list[Connection] = []
        self._lock = threading.Lock()

    def take(self) -> Connection:
        """A connection that answers, a new one if need be; raises OSError."""
        server = _server()
        while connection := self._pop():
            if connection.server == server and not connection.is_stale and connection.answers():
                return connection
            connection.close()
        connection = Connection()
        connection.open()
        return connection

    def give_back(self, connection: Connection) -> None:
        """Keep a connection for the next to take."""
        with self._lock:
            self._idle.append(connection)

    def close_stale(self) -> None:
        """Take leave of servers that have not been asked for a while."""
        with self._lock:
            stale = [connection for connection in self._idle if connection.is_stale]
            self._idle = [connection for connection in self._idle if not connection.is_stale]
        for connection in stale:
            connection.close()

    def close(self) -> None:
        """Take leave of all servers."""
        while connection := self._pop():
            connection.close()

    def forget(self) -> None:
        """Leave the connections to the process that opened them."""
        self._lock, self._idle = threading.Lock(), []

    def _pop(self) -> Connection | None:
        with self._lock:
            return self._idle.pop() if self._idle else None


def _server() -> tuple[object, ...]:
    return tuple(getattr(settings, f"EMAIL_{name}") for name in _SETTINGS)


POOL = Pool()
os.register_at_fork(after_in_child=POOL.forget)

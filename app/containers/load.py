"""People who ask the site all the time, so many requests a second, and what they got."""

from __future__ import annotations

import http.client
import ssl
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Self

# What is sent by POST a proxy does not try a second time.
REQUESTS = (
    ("GET", "/me"),
    ("GET", "/join/none"),
    ("GET", "/admin/login/"),
    ("POST", "/api/participant/prompt/open"),
)
PER_SECOND, PEOPLE = 50, 10
PATIENCE_SECONDS = 30


@dataclass
class Load:
    """Runs as long as the block lasts."""

    port: int
    authority: ssl.SSLContext
    answered: Counter[int] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "none")

    def __str__(self) -> str:
        seconds, what = self.slowest
        return f"{self.answered.total()} answered, slowest {seconds:.3f} s ({what})"

    def __enter__(self) -> Self:
        self._over = threading.Event()
        self._began = time.monotonic()
        self._people = [
            threading.Thread(target=self._ask_on, args=(number,)) for number in range(PEOPLE)
        ]
        for person in self._people:
            person.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        for person in self._people:
            person.join()

    def _ask_on(self, number: int) -> None:
        """One person's requests, each at its time, whatever the one before took."""
        connection = http.client.HTTPSConnection(
            "localhost", self.port, context=self.authority, timeout=PATIENCE_SECONDS
        )
        due = self._began + number / PER_SECOND
        turn = number
        while not self._over.wait(max(0, due - time.monotonic())):
            self._ask(connection, *REQUESTS[turn % len(REQUESTS)])
            due += PEOPLE / PER_SECOND
            turn += 1
        connection.close()

    def _ask(self, connection: http.client.HTTPSConnection, method: str, path: str) -> None:
        began = time.monotonic()
        try:
            connection.request(method, path)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            self.failed.append(f"{method} {path}: {error!r}")
            return
        self.slowest = max(self.slowest, (time.monotonic() - began, f"{method} {path}"))
        self.answered[answer.status] += 1
        if answer.status >= 500:
            self.failed.append(f"{method} {path}: {answer.status}")

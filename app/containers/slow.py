"""A request that takes its time: half of it is sent, the rest when the test says so."""

from __future__ import annotations

import http.client
import ssl
from dataclasses import dataclass

PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Form:
    """What is sent where, and what a good answer is."""

    path: str
    kind: str
    body: bytes
    good: int


# Both note one request for a link.
TO_BACKEND = Form(
    "/api/participant/me/link", "application/json", b'{"email": "slow@example.org"}', 202
)
TO_PAGE = Form(
    "/me", "application/x-www-form-urlencoded", b":step=ask&email=slow%40example.org", 303
)
# Of nobody's prompt. More than Caddy takes in by itself, so that a backend has it in hand.
LARGE = Form("/api/participant/prompt/photo?item=none", "image/jpeg", bytes(4_000_000), 404)


class Slow:
    """One that is under way from the moment it is made; nobody may send it a second time."""

    def __init__(self, form: Form, url: str, authority: ssl.SSLContext) -> None:
        """Send the first half."""
        self._form, self._half = form, len(form.body) // 2
        host = url.removeprefix("https://")
        self._connection = http.client.HTTPSConnection(
            host, context=authority, timeout=PATIENCE_SECONDS
        )
        self._connection.putrequest("POST", form.path)
        for name, value in {
            "Content-Type": form.kind,
            "Content-Length": str(len(form.body)),
            "Origin": url,
        }.items():
            self._connection.putheader(name, value)
        self._connection.endheaders()
        self._connection.send(form.body[: self._half])

    def finish(self) -> str:
        """Send the rest; empty if all went well, else what came instead."""
        try:
            self._connection.send(self._form.body[self._half :])
            answer = self._connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            return f"{self._form.path}: {error!r}"
        finally:
            self._connection.close()
        return "" if answer.status == self._form.good else f"{self._form.path}: {answer.status}"

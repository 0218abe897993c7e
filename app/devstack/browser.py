"""A plain HTTP client for the participant's page and API."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from devstack.errors import StackError


@dataclass(frozen=True)
class Answer:
    """What came back: the status, the text, and the JSON in it if it is JSON."""

    status: int
    text: str

    @property
    def json(self) -> Any:
        """The body read as JSON."""
        return json.loads(self.text)


def request(
    url: str, *, method: str = "GET", token: str = "", body: object | None = None
) -> Answer:
    """Send one request; error statuses are answers too, silence is a StackError."""
    # As the page does, also without a body: Astro takes a POST without a type for a form.
    headers = {"Content-Type": "application/json"} if method in ("POST", "PUT") else {}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    data = None if body is None else json.dumps(body).encode()
    message = urllib.request.Request(url, data=data, headers=headers, method=method)  # noqa: S310
    try:
        with urllib.request.urlopen(message, timeout=20) as response:  # noqa: S310
            return Answer(response.status, response.read().decode())
    except urllib.error.HTTPError as error:
        return Answer(error.code, error.read().decode())
    except OSError as error:
        raise StackError(
            f"{url} does not answer ({error}): look at the demo's terminal."
        ) from error

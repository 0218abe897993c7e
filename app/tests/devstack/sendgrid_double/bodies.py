"""Request bodies for the double, and a client that sends them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPMessage
from typing import Any

from devstack.sendgrid_double.handling import SEND
from devstack.sendgrid_double.server import KEY, SendGridServer


@dataclass(frozen=True)
class Elsewhere:
    """A double that runs in another process."""

    server_address: tuple[str, int]


AnyServer = SendGridServer | Elsewhere


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    headers: HTTPMessage
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def fields(self) -> list[str | None]:
        """The fields its errors name."""
        return [error["field"] for error in self.json["errors"]]


def make_body(*addresses: str, **changes: Any) -> dict[str, Any]:
    """A body SendGrid would take, changed where the test says."""
    rows = [
        {
            "to": [{"email": address}],
            "substitutions": {"%link%": f"https://esm.example.org/s/{number}"},
            "headers": {"Message-ID": f"<{number}@esm.example.org>"},
            "custom_args": {"notification": f"id-{number}"},
        }
        for number, address in enumerate(addresses or ["anna@example.org"])
    ]
    body: dict[str, Any] = {
        "personalizations": rows,
        "from": {"email": "noreply@esm.example.org", "name": "ESMpress"},
        "reply_to": {"email": "nowak@example.org"},
        "subject": "A question",
        "content": [
            {"type": "text/plain", "value": "Open %link%"},
            {"type": "text/html", "value": "<p>%link%</p>"},
        ],
    }
    return body | changes


def send(server: AnyServer, body: object = None, *, key: str = KEY) -> Answer:
    """Post a body to the API."""
    raw = json.dumps(make_body() if body is None else body)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    return ask(server, "POST", SEND, raw, headers)


def order(server: AnyServer, name: str, values: object) -> Answer:
    """Give an order over the control address."""
    return ask(server, "POST", f"/double/{name}", json.dumps(values))


def look(server: AnyServer, path: str) -> Any:
    """Read from the control address."""
    return ask(server, "GET", f"/double/{path}").json


def ask(
    server: AnyServer,
    method: str,
    path: str,
    body: str = "",
    headers: dict[str, str] | None = None,
) -> Answer:
    """One request on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", server.server_address[1], timeout=20)
    try:
        connection.request(method, path, body=body.encode(), headers=headers or {})
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode())
    finally:
        connection.close()

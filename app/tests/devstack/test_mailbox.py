"""Invitations are found in the mail catcher, the newest first."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from devstack.mailbox import invitations

pytestmark = pytest.mark.enable_socket

PAGE = "http://127.0.0.1:4321"
MAILS = [
    {
        "time": "2026-11-22T08:00:00Z",
        "subject": "Old",
        "to": [{"address": "ola@example.org"}],
        "text": f"{PAGE}/s/{'a' * 43} until noon",
    },
    {
        "time": "2026-11-22T09:00:00Z",
        "subject": "Newsletter",
        "to": [{"address": "ola@example.org"}],
        "text": "http://elsewhere/s/" + "c" * 43,
    },
    {
        "time": "2026-11-22T10:00:00Z",
        "subject": "New",
        "to": [{"address": "jan@example.org"}],
        "html": f'<a href="{PAGE}/s/{"b" * 43}">open</a>',
    },
]


class Catcher(BaseHTTPRequestHandler):
    """Answers as the mail catcher's list does."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(MAILS).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def catcher() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Catcher) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_mails_with_our_link_come_newest_first_with_their_token(catcher: str) -> None:
    found = list(invitations(catcher, PAGE))

    assert [(i.subject, i.recipient, i.token) for i in found] == [
        ("New", "jan@example.org", "b" * 43),
        ("Old", "ola@example.org", "a" * 43),
    ]

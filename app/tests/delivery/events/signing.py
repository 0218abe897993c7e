"""Posts bodies of events, signed as SendGrid does, to the webhook."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.test import Client

from devstack.sendgrid_double.signing import SIGNATURE_HEADER as SIGNATURE
from devstack.sendgrid_double.signing import TIMESTAMP_HEADER as TIMESTAMP
from devstack.sendgrid_double.signing import Signer as KeyPair

__all__ = ["ADDRESS", "SIGNATURE", "TIMESTAMP", "Signer", "post"]

ADDRESS = "/webhooks/sendgrid/"


class Signer:
    """Somebody with a key who posts events."""

    def __init__(self) -> None:
        self._pair = KeyPair()

    @property
    def public_key(self) -> str:
        """As SendGrid's console shows it."""
        return self._pair.public_key

    def headers(self, body: bytes, *, now: datetime) -> dict[str, str]:
        """What stands in the headers of a request with this body."""
        return self._pair.headers(body, timestamp=int(now.timestamp()))

    def post(self, events: Any, *, now: datetime) -> HttpResponse:
        """Post events, or bytes as they are, signed."""
        body = events if isinstance(events, bytes) else json.dumps(events).encode()
        return post(body, self.headers(body, now=now))


def post(body: bytes, headers: dict[str, str]) -> HttpResponse:
    """Post a body with these headers, from somewhere without a cookie."""
    client = Client(enforce_csrf_checks=True)
    response = client.post(ADDRESS, body, content_type="application/json", headers=headers)
    assert isinstance(response, HttpResponse)
    return response

"""Signs bodies of events as SendGrid does, with a key of the tests' own."""

from __future__ import annotations

import base64
import json
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.http import HttpResponse
from django.test import Client

ADDRESS = "/webhooks/sendgrid/"
SIGNATURE = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP = "X-Twilio-Email-Event-Webhook-Timestamp"


class Signer:
    """Somebody with a key who posts events."""

    def __init__(self) -> None:
        self.key: EllipticCurvePrivateKey = generate_private_key(SECP256R1())

    @property
    def public_key(self) -> str:
        """As SendGrid's console shows it."""
        der = self.key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return base64.b64encode(der).decode()

    def headers(self, body: bytes, *, now: datetime) -> dict[str, str]:
        """What stands in the headers of a request with this body."""
        timestamp = str(int(now.timestamp()))
        signature = self.key.sign(timestamp.encode() + body, ECDSA(SHA256()))
        return {SIGNATURE: base64.b64encode(signature).decode(), TIMESTAMP: timestamp}

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

"""Signatures by the specification of Standard Webhooks: symmetric, version 1."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from datetime import datetime

PREFIX = "whsec_"
# Between the 24 and 64 the specification allows.
_SECRET_BYTES = 32


def new_secret() -> str:
    """A secret nobody has seen, as receivers' libraries take it."""
    return PREFIX + base64.b64encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def signed_headers(
    body: bytes, *, identifier: str, keys: Iterable[str], now: datetime
) -> dict[str, str]:
    """The headers that prove where a body comes from, and when; one signature for each secret."""
    stamp = str(int(now.timestamp()))
    content = f"{identifier}.{stamp}.".encode() + body
    signatures = (_signature(key, content) for key in keys)
    return {
        "webhook-id": identifier,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(signatures),
    }


def _signature(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return "v1," + base64.b64encode(hmac.digest(key, content, hashlib.sha256)).decode()

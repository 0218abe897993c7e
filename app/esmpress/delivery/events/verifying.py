"""Whether a body of events comes from SendGrid, and not from long ago."""

from __future__ import annotations

import base64
import binascii
import re
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings

# Older or younger signed bodies are somebody's recording, or a clock is wrong.
REPLAY_WINDOW = timedelta(minutes=5)
_SECONDS = re.compile(r"[0-9]{1,12}", re.ASCII)


class RefusedEvents(Exception):
    """The body cannot be trusted; `reason` is a short word for our log alone."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def verify(body: bytes, *, signature: str, timestamp: str, now: datetime) -> None:
    """Raise RefusedEvents unless one of our keys' owners signed the body within five minutes.

    `signature` (base64) and `timestamp` (Unix seconds) stand in the request's headers. Not by the
    client's EventWebhook: it needs the body as text, and raises what it likes at other input.
    """
    if not (signature and timestamp):
        raise RefusedEvents("unsigned")
    if not _SECONDS.fullmatch(timestamp):
        raise RefusedEvents("signature")
    if abs(now.timestamp() - int(timestamp)) > REPLAY_WINDOW.total_seconds():
        raise RefusedEvents("too_old")
    try:
        signed = base64.b64decode(signature, validate=True)
    except (binascii.Error, ValueError) as error:
        raise RefusedEvents("signature") from error
    content = timestamp.encode() + body
    if not any(_fits(key, signed, content) for key in settings.SENDGRID_WEBHOOK_PUBLIC_KEYS):
        raise RefusedEvents("signature")


def _fits(key: EllipticCurvePublicKey, signature: bytes, content: bytes) -> bool:
    try:
        key.verify(signature, content, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True

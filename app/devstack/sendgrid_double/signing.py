"""Signs posts of the event webhook as SendGrid does.

Checked against (stored copies, November 2026):
- twilio.com/docs/sendgrid/for-developers/tracking-events/getting-started-event-webhook-security-
  features: ECDSA over the timestamp and the raw body, the two headers;
- sendgrid 6.12's helpers.eventwebhook, which verifies what this signs (a test does it): P-256,
  SHA-256, the signature DER in base64, the public key SubjectPublicKeyInfo in base64 without frame.
"""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

SIGNATURE_HEADER = "X-Twilio-Email-Event-Webhook-Signature"
TIMESTAMP_HEADER = "X-Twilio-Email-Event-Webhook-Timestamp"


class Signer:
    """A key pair for one webhook."""

    def __init__(self, key: ec.EllipticCurvePrivateKey | None = None) -> None:
        """Draws a pair unless one is given."""
        self._key = key or ec.generate_private_key(ec.SECP256R1())

    @property
    def public_key(self) -> str:
        """As SendGrid's settings page shows it."""
        form = serialization.PublicFormat.SubjectPublicKeyInfo
        der = self._key.public_key().public_bytes(serialization.Encoding.DER, form)
        return base64.b64encode(der).decode()

    def headers(self, body: bytes, *, timestamp: int) -> dict[str, str]:
        """The two headers of a post at a second of the epoch."""
        signature = self._key.sign(str(timestamp).encode() + body, ec.ECDSA(hashes.SHA256()))
        return {
            SIGNATURE_HEADER: base64.b64encode(signature).decode(),
            TIMESTAMP_HEADER: str(timestamp),
        }


def signer_kept_in(path: Path) -> Signer:
    """The pair in a file; drawn and written there the first time, readable by its owner only."""
    if path.exists():
        key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError(f"{path} holds no ECDSA key.")
        return Signer(key)
    key = ec.generate_private_key(ec.SECP256R1())
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return Signer(key)

"""Versioned secret keys, of which the last one signs; public keys of those who sign for us."""

from __future__ import annotations

import base64

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.serialization import load_der_public_key
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32


def parse_keys(name: str, text: str) -> dict[int, bytes]:
    """The keys in `text` ("1:<64 hex digits>,2:...") by version, in order.

    Raises ImproperlyConfigured, without repeating the secret, when `text` has another form.
    """
    keys: dict[int, bytes] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        version, _, digits = part.partition(":")
        if not (version.isdecimal() and 1 <= int(version) <= 255):
            raise ImproperlyConfigured(
                f"{name}: a key needs a version from 1 to 255 before its colon."
            )
        keys[int(version)] = _key(name, version, digits)
    if not keys:
        raise ImproperlyConfigured(f"{name} holds no key; make one with: openssl rand -hex 32")
    return keys


def _key(name: str, version: str, digits: str) -> bytes:
    try:
        key = bytes.fromhex(digits)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name}: key {version} is not {KEY_BYTES * 2} hex digits.")
    return key


def parse_public_keys(name: str, text: str) -> list[EllipticCurvePublicKey]:
    """The P-256 keys in `text`, comma separated, each in base64 as SendGrid shows it.

    Raises ImproperlyConfigured when one of them is something else.
    """
    return [_public_key(name, part.strip()) for part in text.split(",") if part.strip()]


def _public_key(name: str, text: str) -> EllipticCurvePublicKey:
    try:
        key = load_der_public_key(base64.b64decode(text, validate=True))
    except (ValueError, UnsupportedAlgorithm):
        key = None
    if not (isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1)):
        raise ImproperlyConfigured(f"{name} holds something else than P-256 keys in base64.")
    return key

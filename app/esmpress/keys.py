"""Versioned secret keys: several may verify, the last one signs."""

from __future__ import annotations

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

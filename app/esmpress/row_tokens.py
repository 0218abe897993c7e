"""Tokens of links that are always the same: row numbers, and a code nobody can make without a key.

Nothing of such a token is stored. HMAC-SHA-256 (RFC 2104) under the newest of LINK_KEYS, shortened;
a token made under an older key counts as long as that key is listed.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings

_ID_BYTES = 8


class ForgedToken(Exception):
    """No key we know made the token, or it was made for another purpose."""


def sign(message: bytes, key: bytes) -> bytes:
    """The whole code of a message: 32 bytes."""
    mac = _keyed(key).copy()
    mac.update(message)
    return mac.digest()


def make_token(purpose: str, *ids: int, mac_bytes: int) -> str:
    """The token of some rows; `purpose` keeps those of different links apart."""
    rows = b"".join([number.to_bytes(_ID_BYTES) for number in ids])
    code = _code(purpose, rows, list(settings.LINK_KEYS.values())[-1], mac_bytes)
    return base64.urlsafe_b64encode(rows + code).decode()


def read_token(purpose: str, token: str, *, count: int, mac_bytes: int) -> list[int]:
    """The `count` row numbers of a token; raises ForgedToken, having looked nothing up.

    Whatever is wrong with a token, its code is compared as a whole.
    """
    try:
        raw = base64.urlsafe_b64decode(token.encode())
    except (binascii.Error, UnicodeEncodeError) as error:
        raise ForgedToken from error
    # The decoder skips signs it does not know and takes + for -: only one spelling counts.
    if base64.urlsafe_b64encode(raw).decode() != token:
        raise ForgedToken
    rows, code = raw[: count * _ID_BYTES], raw[count * _ID_BYTES :]
    if not _fits_any(settings.LINK_KEYS.values(), purpose, rows, code, mac_bytes):
        raise ForgedToken
    begins = range(0, count * _ID_BYTES, _ID_BYTES)
    return [int.from_bytes(rows[begin : begin + _ID_BYTES]) for begin in begins]


def _fits_any(
    keys: Iterable[bytes], purpose: str, rows: bytes, code: bytes, mac_bytes: int
) -> bool:
    fits = [hmac.compare_digest(_code(purpose, rows, key, mac_bytes), code) for key in keys]
    return any(fits)


def _code(purpose: str, rows: bytes, key: bytes, mac_bytes: int) -> bytes:
    return sign(f"{purpose}|".encode() + rows, key)[:mac_bytes]


@lru_cache(maxsize=8)
def _keyed(key: bytes) -> hmac.HMAC:
    # Copied for each message: OpenSSL takes longer to prepare a key than to use it.
    return hmac.new(key, digestmod="sha256")

"""Take link tokens, keys and e-mail addresses out of anything that is written down."""

from __future__ import annotations

import re

# After which segment of a path a token stands; the one list. The proxy masks by the same.
SECRET_PATHS = ("s", "e", "me", r"join/[^/\s?]+", "unsubscribe", "later", "preflight", "invitation")
_LINK = re.compile(rf"(/(?:{'|'.join(SECRET_PATHS)})/)[A-Za-z0-9_-]{{16,}}")
# A provider's key, and name and password within an address of a database, a broker or a server.
_PROVIDER_KEY = re.compile(r"\bSG\.[\w-]{8,}(?:\.[\w-]+)?")
_LOGIN = re.compile(r"(\w://)[^/\s@:\"']*:[^/\s@\"']+@")
# Our own tokens for programs, wherever they stand.
_API_TOKEN = re.compile(r"esmp_[0-9A-Za-z]{16,}")
_BEARER = re.compile(r"(?i)(bearer\s+)[A-Za-z0-9_-]{16,}")
# As RFC 5321 allows them: plain or quoted (in JSON with its quotes escaped), at a name or a number.
_ADDRESS = re.compile(
    r"""(?:\\?"[^"\n]{1,64}"|[\w!#$%&'*+/=?^`{|}~.-]+)@(?:\[[^\]\s]+\]|[\w-]+(?:\.[\w-]+)*)"""
)
REDACTED = "[redacted]"


def redact_text(text: str) -> str:
    """`text` without link tokens, bearer tokens, passwords, provider keys and e-mail addresses."""
    text = _LOGIN.sub(rf"\1{REDACTED}@", text)
    text = _PROVIDER_KEY.sub(REDACTED, text)
    text = _API_TOKEN.sub(REDACTED, text)
    text = _LINK.sub(rf"\1{REDACTED}", text)
    text = _BEARER.sub(rf"\1{REDACTED}", text)
    # Most lines hold no address, and to try at each sign whether one begins there takes long.
    return _ADDRESS.sub(REDACTED, text) if "@" in text else text

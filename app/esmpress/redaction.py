"""Take link tokens and e-mail addresses out of anything that is written down."""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r"(/(?:s|e|unsubscribe|later|preflight)/)[A-Za-z0-9_-]{16,}")
_BEARER = re.compile(r"(?i)(bearer\s+)[A-Za-z0-9_-]{16,}")
# As RFC 5321 allows them: plain or quoted (in JSON with its quotes escaped), at a name or a number.
_ADDRESS = re.compile(
    r"""(?:\\?"[^"\n]{1,64}"|[\w!#$%&'*+/=?^`{|}~.-]+)@(?:\[[^\]\s]+\]|[\w-]+(?:\.[\w-]+)*)"""
)
_SECRET_NAMES = frozenset({"authorization", "cookie", "token", "password", "email", "address"})
REDACTED = "[redacted]"


def redact_text(text: str) -> str:
    """`text` without link tokens, bearer tokens and e-mail addresses."""
    text = _LINK.sub(rf"\1{REDACTED}", text)
    text = _BEARER.sub(rf"\1{REDACTED}", text)
    # Most lines hold no address, and to try at each sign whether one begins there takes long.
    return _ADDRESS.sub(REDACTED, text) if "@" in text else text


def redact(value: Any) -> Any:
    """A copy of nested `value` in which every string is redacted, and secret names wholly."""
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {
            key: REDACTED if str(key).lower() in _SECRET_NAMES and entry else redact(entry)
            for key, entry in value.items()
        }
    if isinstance(value, list | tuple):
        return [redact(entry) for entry in value]
    return value

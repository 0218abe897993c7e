"""Names of domains: as the DNS writes them, and what lies above them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
MAX_NAME = 253
# Names that mail never leaves to (RFC 2606, RFC 6761, RFC 8375, RFC 6762).
RESERVED = (
    "example",
    "example.com",
    "example.net",
    "example.org",
    "home.arpa",
    "internal",
    "invalid",
    "local",
    "localhost",
    "test",
)


class NoDomain(ValueError):
    """The text is no domain a mail address can have."""


def ascii_domain(text: str) -> str:
    """The domain as the DNS knows it: lower case, letters beyond ASCII as xn--; raises NoDomain."""
    name = text.strip().rstrip(".").lower()
    if not name.isascii():
        try:
            name = name.encode("idna").decode("ascii")
        except UnicodeError as error:
            raise NoDomain(
                _("“%(text)s” is no domain: %(error)s") % {"text": text, "error": error}
            ) from error
    labels = name.split(".")
    if len(name) > MAX_NAME or len(labels) < 2 or not all(map(_LABEL.fullmatch, labels)):
        raise NoDomain(_("“%(text)s” is no domain of the internet.") % {"text": text})
    return name


def is_reserved(domain: str) -> bool:
    """Whether the domain is kept for examples and tests, or for one network."""
    return any(is_within(domain, reserved) for reserved in RESERVED)


def is_within(domain: str, above: str) -> bool:
    """Whether a domain is another, or lies below it."""
    return domain == above or domain.endswith(f".{above}")


def and_above(domain: str) -> Iterator[str]:
    """The domain, then each one above it, down to the last label."""
    labels = domain.split(".")
    for place in range(len(labels)):
        yield ".".join(labels[place:])

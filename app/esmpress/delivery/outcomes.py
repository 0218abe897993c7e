"""What a channel says of one message, and no more: accepted, try later, never, or unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Accepted:
    """The provider took the message under this id (which may be empty)."""

    provider_id: str


@dataclass(frozen=True)
class TemporaryFailure:
    """Surely not sent; worth trying again, after `retry_after` when the provider named a time."""

    reason: str
    retry_after: timedelta | None = None


@dataclass(frozen=True)
class PermanentFailure:
    """Surely not sent, and trying again would not help."""

    reason: str


@dataclass(frozen=True)
class Unknown:
    """The message may have been sent or not."""

    reason: str


Outcome = Accepted | TemporaryFailure | PermanentFailure | Unknown

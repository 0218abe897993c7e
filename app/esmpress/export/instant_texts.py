"""Instants as the tables write them, for what is written in Python."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def local_text(instant: datetime | None, zone: ZoneInfo) -> str | None:
    """ISO 8601 on the wall clock of `zone`, to the second, without an offset."""
    return instant.astimezone(zone).strftime("%Y-%m-%dT%H:%M:%S") if instant else None

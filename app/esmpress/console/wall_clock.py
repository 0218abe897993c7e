"""Instants as researchers read them: on the participant's wall clock."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.translation import gettext

# Stands for what there is not, and for what somebody may not see.
HIDDEN = "–"


def on_wall_clock(instant: datetime | None, zone: str) -> str:
    """The instant like “Mon 11 Jan 2027, 10:00” in `zone`; a dash when there is none."""
    if instant is None:
        return HIDDEN
    return dateformat.format(instant.astimezone(ZoneInfo(zone)), gettext("D d M Y, H:i"))


def time_on_wall_clock(instant: datetime | None, zone: str) -> str:
    """The time of day alone, like “10:00”; a dash when there is none."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}" if instant else "–"

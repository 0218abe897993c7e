"""When a member is mailed: not in quiet hours, and a digest once in each of their days."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from esmpress.alerts.models import MailWishes


def is_quiet(wishes: MailWishes | None, *, now: datetime) -> bool:
    """Whether it is one of the member's quiet hours, which may lie around midnight."""
    if wishes is None or wishes.quiet_from is None or wishes.quiet_until is None:
        return False
    hour = now.astimezone(ZoneInfo(wishes.time_zone)).hour
    if wishes.quiet_from <= wishes.quiet_until:
        return wishes.quiet_from <= hour < wishes.quiet_until
    return hour >= wishes.quiet_from or hour < wishes.quiet_until


def digest_day(wishes: MailWishes | None, *, now: datetime) -> date | None:
    """The member's day whose digest is due; None before its hour, or when it was written."""
    if wishes is None:
        return None
    local = now.astimezone(ZoneInfo(wishes.time_zone))
    is_due = local.hour >= wishes.digest_hour
    is_written = wishes.digest_on is not None and wishes.digest_on >= local.date()
    return local.date() if is_due and not is_written else None

"""How a message names the end of its prompt's window, on the participant's wall clock."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from esmpress.languages.choosing import language_of

_WEEK_DAYS = 7


# One tick asks for many rows with the same answer.
@lru_cache(maxsize=4096)
def closing_time(open_until: datetime, *, sent_at: datetime, time_zone: str, language: str) -> str:
    """The end of the window as it reads after "until": 14:35, or Tuesday 21:30 on another day.

    A week ahead it has its date, for its weekday is that of today.
    """
    zone, words = ZoneInfo(time_zone), language_of(language).mail.closing_time
    closing = open_until.astimezone(zone)
    days = (closing.date() - sent_at.astimezone(zone).date()).days
    form = words.same_day if days == 0 else words.other_day
    return (words.other_week if days >= _WEEK_DAYS else form).format(
        time=f"{closing:%H:%M}",
        weekday=words.weekdays[closing.weekday()],
        day=closing.day,
        month=words.months[closing.month - 1],
    )

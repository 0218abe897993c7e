"""How a message names the end of its prompt's window, on the participant's wall clock."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.dateformat import format as format_date

# Each form follows the word for "until", in Polish in the case that word asks for.
_TODAY = {"en": "{time}", "pl": "godziny {time}"}
_ANOTHER_DAY = {"en": "{day} {time}", "pl": "{day}, godz. {time}"}
_WEEKDAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "pl": ("poniedziałku", "wtorku", "środy", "czwartku", "piątku", "soboty", "niedzieli"),
}
_WEEK_DAYS = 7


# One tick asks for many rows with the same answer.
@lru_cache(maxsize=4096)
def closing_time(open_until: datetime, *, sent_at: datetime, time_zone: str, language: str) -> str:
    """The end of the window as it reads after "until": 14:35, or Tuesday 21:30 on another day."""
    zone = ZoneInfo(time_zone)
    closing = open_until.astimezone(zone)
    today = sent_at.astimezone(zone).date()
    time = closing.strftime("%H:%M")
    if closing.date() == today:
        return _TODAY[language].format(time=time)
    day = _name_of(closing.date(), today=today, language=language)
    return _ANOTHER_DAY[language].format(day=day, time=time)


def _name_of(day: date, *, today: date, language: str) -> str:
    """The weekday; a week ahead with its date, for it is the weekday of today."""
    weekday = _WEEKDAYS[language][day.weekday()]
    if (day - today).days < _WEEK_DAYS:
        return weekday
    with translation.override(language):
        return f"{weekday} {format_date(day, 'j E')}"

"""Figures about when: mails by hour, days on the calendar, the day of joining."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from esmpress.console.pictures.axes import clock
from esmpress.console.pictures.bars import Line, Words
from esmpress.console.pictures.courses import (
    by_hour_of_day,
    draw_calendar,
    draw_first_day,
    draw_hours,
)
from esmpress.console.preview.figures import SHOWN_LIMIT, Figure, Legend, count
from esmpress.sampling.preview.foresee import Preview
from esmpress.sampling.preview.joining import JOIN_FROM, JOIN_TO
from esmpress.sampling.tables import Minutes

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def mail_figure(preview: Preview, time_zone: ZoneInfo) -> Figure:
    """Mails by hour of the day, on the worst date and on the mean one, against the limit."""
    mails, limit = preview.mails, preview.assumed.hourly_limit
    largest, mean = by_hour_of_day(_local_hours(mails.hours, time_zone), mails.counts)
    busiest = "; ".join(_hour_in_words(hour, most, time_zone) for hour, most in mails.busiest(3))
    sentence = f"Invitations and every reminder, if nobody answers. Busiest: {busiest}."
    if limit:
        above = count(mails.above(limit), "hour")
        sentence += f" {above} of {len(mails.hours)} above the limit of {limit}."
    else:
        sentence += " No sending limit is known."
    words = Words(
        "mails", "Mails per hour", sentence, f"hour of the day, {time_zone.key}", "mails an hour"
    )
    shown = limit and limit <= SHOWN_LIMIT * largest.max()
    line = Line(limit, f"limit {limit}") if shown else None
    legend = [Legend("pale", "busiest date"), Legend("c0", "mean date")]
    return Figure(words.title, draw_hours(words, largest, mean, line), sentence, legend)


def _local_hours(hours: Minutes, time_zone: ZoneInfo) -> Minutes:
    local = []
    for hour in hours.tolist():
        at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone).replace(tzinfo=UTC)
        local.append((at - EPOCH) // timedelta(hours=1))
    return np.array(local, dtype=np.int64)


def _hour_in_words(hour: int, mails: int, time_zone: ZoneInfo) -> str:
    at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone)
    return f"{at:%a} {at.day} {at:%b %H:%M} with {mails}"


def calendar_figure(preview: Preview) -> Figure:
    """Participants on each date, and the clock changes they meet."""
    calendar = preview.calendar
    marks = [
        (change.on, f"{change.time_zone} {change.minutes:+d} min") for change in calendar.changes
    ]
    if marks:
        met = "; ".join(
            f"{change.on.day} {change.on:%b %Y} in {change.time_zone} "
            f"({count(change.participants, 'participant')})"
            for change in calendar.changes
        )
        sentence = (
            f"{calendar.touched.share:.1%} of all days of participants touch a clock change: {met}."
        )
    else:
        sentence = "No day of any participant touches a clock change."
    words = Words("calendar", "On the calendar", sentence, "date", "participants")
    svg = draw_calendar(words, calendar.first, calendar.participants, marks)
    return Figure(words.title, svg, sentence)


def first_day_figure(preview: Preview) -> Figure | None:
    """What is lost by joining in the middle of the first day, if that is how people start."""
    if preview.first_day is None:
        return None
    first = preview.first_day
    sentence = (
        f"Of {first.whole:.3g} prompts on a whole first day, {first.lost:.1f} are lost on the mean "
        f"if people join evenly between {clock(JOIN_FROM)} and {clock(JOIN_TO)}; start on the next "
        "day to lose none. Computed exactly."
    )
    words = Words(
        "first-day", "Prompts left on the first day", sentence, "local time of joining", "prompts"
    )
    return Figure(words.title, draw_first_day(words, first.remaining), sentence)

"""Figures about when: mails by hour, days on the calendar, the day of joining."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from django.utils import dateformat
from django.utils.translation import gettext as _

from esmpress.console.numbers import decimal, percent
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
    sentence = _("Invitations and every reminder, if nobody answers. Busiest: %(busiest)s.") % {
        "busiest": busiest
    }
    if limit:
        above = count(mails.above(limit), "hour")
        limited = _("%(above)s of %(hours)s above the limit of %(limit)s.") % {
            "above": above,
            "hours": len(mails.hours),
            "limit": limit,
        }
    else:
        limited = _("No sending limit is known.")
    sentence = f"{sentence} {limited}"
    words = Words(
        "mails",
        _("Mails per hour"),
        sentence,
        _("hour of the day, %(key)s") % {"key": time_zone.key},
        _("mails an hour"),
    )
    shown = limit and limit <= SHOWN_LIMIT * largest.max()
    line = Line(limit, _("limit %(limit)s") % {"limit": limit}) if shown else None
    legend = [Legend("pale", _("busiest date")), Legend("c0", _("mean date"))]
    return Figure(words.title, draw_hours(words, largest, mean, line), sentence, legend)


def _local_hours(hours: Minutes, time_zone: ZoneInfo) -> Minutes:
    local = []
    for hour in hours.tolist():
        at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone).replace(tzinfo=UTC)
        local.append((at - EPOCH) // timedelta(hours=1))
    return np.array(local, dtype=np.int64)


def _hour_in_words(hour: int, mails: int, time_zone: ZoneInfo) -> str:
    at = (EPOCH + timedelta(hours=hour)).astimezone(time_zone)
    return _("%(moment)s with %(mails)s") % {
        "moment": dateformat.format(at, _("D j M H:i")),
        "mails": mails,
    }


def calendar_figure(preview: Preview) -> Figure:
    """Participants on each date, and the clock changes they meet."""
    calendar = preview.calendar
    marks = [
        (
            change.on,
            _("%(time_zone)s %(minutes)s min")
            % {"time_zone": change.time_zone, "minutes": f"{change.minutes:+d}"},
        )
        for change in calendar.changes
    ]
    if marks:
        met = "; ".join(
            _("%(date)s in %(zone)s (%(people)s)")
            % {
                "date": dateformat.format(change.on, _("j M Y")),
                "zone": change.time_zone,
                "people": count(change.participants, "participant"),
            }
            for change in calendar.changes
        )
        sentence = _("%(share)s of all days of participants touch a clock change: %(met)s.") % {
            "share": percent(calendar.touched.share, 1),
            "met": met,
        }
    else:
        sentence = _("No day of any participant touches a clock change.")
    words = Words("calendar", _("On the calendar"), sentence, _("date"), _("participants"))
    svg = draw_calendar(words, calendar.first, calendar.participants, marks)
    return Figure(words.title, svg, sentence)


def first_day_figure(preview: Preview) -> Figure | None:
    """What is lost by joining in the middle of the first day, if that is how people start."""
    if preview.first_day is None:
        return None
    first = preview.first_day
    sentence = _(
        "Of %(whole)s prompts on a whole first day, %(lost)s are lost on the mean if "
        "people join evenly between %(start)s and %(stop)s; start on the next day "
        "to lose none. Computed exactly."
    ) % {
        "whole": f"{first.whole:.3g}",
        "lost": decimal(first.lost, 1),
        "start": clock(JOIN_FROM),
        "stop": clock(JOIN_TO),
    }
    words = Words(
        "first-day",
        _("Prompts left on the first day"),
        sentence,
        _("local time of joining"),
        _("prompts"),
    )
    return Figure(words.title, draw_first_day(words, first.remaining), sentence)

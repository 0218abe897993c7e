"""Courses: values over the clock or the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
from django.utils import dateformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from esmpress.console.pictures.axes import RIGHT, hour_ticks
from esmpress.console.pictures.bars import Line, Words, begin, draw_limit
from esmpress.console.pictures.canvas import WIDTH
from esmpress.console.pictures.night import shade_night
from esmpress.sampling.tables import Floats, Minutes
from esmpress.sampling.wall_times import DAY_MINUTES

DAYS_OF_A_WEEK = 7
HOURS = 24
LINE_HEIGHT = 14.0


def draw_hours(words: Words, largest: Floats, mean: Floats, limit: Line | None) -> SafeString:
    """For each hour of the day the largest value of any date, and the mean of all before it."""
    top = max(float(largest.max()), limit.value if limit else 0.0, 1.0)
    plot = begin(words, (0, HOURS), top, whole=True)
    for hour in range(HOURS):
        plot.column(hour + 0.08, hour + 0.92, 0, float(largest[hour]), "bar pale")
        plot.column(hour + 0.08, hour + 0.92, 0, float(mean[hour]), "bar c0")
    if limit:
        draw_limit(plot, limit)
    plot.x_axis([(hour, f"{hour:02}:00") for hour in range(0, HOURS + 1, 3)], words.x)
    return plot.canvas.svg()


def draw_first_day(words: Words, remaining: Floats) -> SafeString:
    """What remains of the first day by the minute somebody joins."""
    plot = begin(words, (0, DAY_MINUTES), max(float(remaining.max()), 0.1))
    shade_night(plot, (0, DAY_MINUTES))
    minutes = range(0, DAY_MINUTES, 5)
    line = [(plot.at_x(m), plot.at_y(float(remaining[m]))) for m in minutes]
    line.append((plot.at_x(DAY_MINUTES), plot.at_y(0)))
    plot.canvas.path([(plot.left, plot.bottom), *line], "area c0", closed=True)
    plot.canvas.path(line, "curve c0")
    plot.x_axis(hour_ticks(0, DAY_MINUTES), words.x)
    return plot.canvas.svg()


def draw_calendar(
    words: Words, first: date, people: Minutes, changes: Sequence[tuple[date, str]]
) -> SafeString:
    """How many take part on each date, with a line at each of the marked dates."""
    room = LINE_HEIGHT * len(changes)
    plot = begin(words, (0, len(people)), float(people.max()), whole=True, room=room)
    steps = [
        (plot.at_x(day + side), plot.at_y(float(value)))
        for day, value in enumerate(people)
        for side in (0, 1)
    ]
    area = [(plot.left, plot.bottom), *steps, (WIDTH - RIGHT, plot.bottom)]
    plot.canvas.path(area, "area c0", closed=True)
    plot.canvas.path(area, "curve c0")
    for number, (on, word) in enumerate(changes):
        x = plot.at_x((on - first).days + 0.5)
        y = plot.top - 6 - LINE_HEIGHT * (len(changes) - 1 - number)
        plot.canvas.line((x, plot.bottom), (x, y - 8), "limit")
        late = x > WIDTH / 2
        plot.canvas.text(x + (-5 if late else 5), y, word, "alarm end" if late else "alarm")
    plot.x_axis(_date_ticks(first, len(people)), words.x)
    return plot.canvas.svg()


def _date_ticks(first: date, days: int) -> list[tuple[float, str]]:
    weeks = max(1, -(-days // (DAYS_OF_A_WEEK * 6)))
    to_monday = -first.weekday() % DAYS_OF_A_WEEK
    begins = range(to_monday, days, weeks * DAYS_OF_A_WEEK)
    if not begins:
        begins = range(1)
    dates = ((day, first + timedelta(days=day)) for day in begins)
    return [(day + 0.5, dateformat.format(on, gettext("j M"))) for day, on in dates]


def by_hour_of_day(hours: Minutes, counts: Minutes) -> tuple[Floats, Floats]:
    """The largest count of each hour of the day, and the mean over all days with any.

    `hours` count from some local midnight.
    """
    days = len(np.unique(hours // HOURS)) or 1
    largest, total = np.zeros(HOURS), np.zeros(HOURS)
    np.maximum.at(largest, hours % HOURS, counts)
    np.add.at(total, hours % HOURS, counts)
    return largest, total / days

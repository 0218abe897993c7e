"""One virtual participant's first two weeks: a row for each day, a mark for each prompt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import dateformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from esmpress.console.pictures.axes import Plot, clock_field, hour_ticks
from esmpress.console.pictures.canvas import Canvas, colour
from esmpress.console.pictures.night import shade_night

ROW = 19.0
LEFT = 78.0
SATURDAY = 5


@dataclass(frozen=True)
class Moment:
    """A prompt on a day: minutes after local midnight, and how long it can be opened.

    `overtaken_after` is how many minutes later the next prompt comes if it can be opened still.
    """

    row: int
    minute: int
    open_minutes: int
    place: int
    overtaken_after: int | None


@dataclass(frozen=True)
class Row:
    """A day of the participant, and what is special about it."""

    on: date
    note: str = ""


def draw_fortnight(rows: list[Row], moments: list[Moment], description: str) -> SafeString:
    """The raster of days and hours."""
    top = 14.0
    height = top + len(rows) * ROW + 36
    title = gettext("One participant's first days")
    canvas = Canvas("fortnight", height, title, description)
    minutes = [one.minute for one in moments] or [0]
    hours = clock_field(min(minutes), max(minutes) + 1)
    plot = Plot(canvas, hours, (0, len(rows)), top=top, bottom=top + len(rows) * ROW, left=LEFT)
    shade_night(plot, hours)
    for minute, _ in hour_ticks(*hours):
        plot.vertical(minute, "grid")
    for number, row in enumerate(rows):
        _draw_row(plot, number, row)
    for one in moments:
        _draw_moment(plot, one)
    plot.x_axis(hour_ticks(*hours), gettext("local time"))
    return canvas.svg()


def _draw_row(plot: Plot, number: int, row: Row) -> None:
    y = plot.top + number * ROW
    weekend = row.on.weekday() >= SATURDAY
    plot.canvas.text(
        LEFT - 8,
        y + ROW / 2 + 4,
        dateformat.format(row.on, gettext("D j M")),
        "tick end strong" if weekend else "tick end",
    )
    plot.canvas.line((LEFT, y + ROW), (plot.at_x(plot.x[1]), y + ROW), "grid")
    if row.note:
        plot.canvas.text(plot.at_x(plot.x[0]) + 4, y + ROW / 2 + 4, row.note, "alarm small")


def _draw_moment(plot: Plot, one: Moment) -> None:
    y = plot.top + (one.row + 0.5) * ROW
    x, end = plot.at_x(one.minute), plot.at_x(min(one.minute + one.open_minutes, plot.x[1]))
    css = colour(one.place)
    plot.canvas.rect(x, y - 4.5, end - x, 9, f"window {css}")
    if one.overtaken_after is not None:
        begin = plot.at_x(one.minute + one.overtaken_after)
        plot.canvas.rect(begin, y + 5, end - begin, 2, "overtaken")
    plot.canvas.mark(x, y, one.place, f"mark {css}")

"""The exact chance of a prompt over the local day: a strip for each schedule and kind of day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby, pairwise

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from esmpress.console.pictures.axes import (
    BOTTOM,
    HOUR,
    RIGHT,
    Plot,
    clock,
    clock_field,
    hour_ticks,
    round_ticks,
)
from esmpress.console.pictures.canvas import WIDTH, Canvas, colour
from esmpress.console.pictures.night import shade_night
from esmpress.sampling.preview.ordinary_days import ORIGIN
from esmpress.sampling.tables import Floats

# A strip has at least this height, and all of them together the other.
LEAST_STRIP, ALL_STRIPS, BETWEEN = 58.0, 150.0, 32.0
# A minute this likely is drawn as a needle: as a curve it would flatten all else.
NEEDLE = 0.5


@dataclass(frozen=True)
class Strip:
    """A schedule's curve on some weekdays, prompts expected per minute."""

    place: int
    label: str
    curve: Floats

    @property
    def smooth(self) -> Floats:
        """Prompts expected per hour at each minute, without the needles."""
        return np.where(self.curve < NEEDLE, self.curve, 0.0) * HOUR

    @property
    def needles(self) -> list[int]:
        """Minutes after midnight at which a prompt is certain, or nearly."""
        return [int(minute) - ORIGIN for minute in np.flatnonzero(self.curve >= NEEDLE)]


def draw_day_curves(strips: list[Strip], description: str) -> SafeString:
    """The strips, one below the other, over the same hours."""
    strip_height = max(LEAST_STRIP, ALL_STRIPS / len(strips))
    height = len(strips) * (strip_height + BETWEEN) + BOTTOM
    canvas = Canvas("curve", height, gettext("Chance of a prompt over the local day"), description)
    used = np.flatnonzero(sum(strip.curve for strip in strips))
    hours = clock_field(used.min() - ORIGIN, used.max() - ORIGIN + 1)
    for number, strip in enumerate(strips):
        alike = [other.smooth.max() for other in strips if other.place == strip.place]
        top = BETWEEN - 6 + number * (strip_height + BETWEEN)
        plot = Plot(
            canvas, hours, (0, float(max(alike)) or 1.0), top=top, bottom=top + strip_height
        )
        _draw_strip(_up_to_round(plot), strip)
        # The hours are written once, below the last strip.
        words = hour_ticks(*hours) if number == len(strips) - 1 else []
        plot.x_axis(words, gettext("local time") if words else "")
    return canvas.svg()


def _up_to_round(plot: Plot) -> Plot:
    return replace(plot, y=(0, round_ticks(plot.y[1], about=3)[-1]))


def _draw_strip(plot: Plot, strip: Strip) -> None:
    start, stop = plot.x
    shade_night(plot, (int(start), int(stop)))
    for minute, _ in hour_ticks(start, stop):
        plot.vertical(minute, "grid")
    plot.canvas.text(4, plot.top - 9, strip.label, "strong")
    values = strip.smooth
    if values.any():
        plot.canvas.text(WIDTH - RIGHT, plot.top - 9, gettext("prompts an hour"), "label end")
        for tick in round_ticks(plot.y[1], about=3):
            plot.canvas.text(plot.left - 6, plot.at_y(tick) + 4, f"{tick:g}", "tick end")
    _draw_curve(plot, values, colour(strip.place))
    _draw_needles(plot, strip)


def _draw_curve(plot: Plot, values: Floats, css: str) -> None:
    used = np.flatnonzero(values)
    if not len(used):
        return
    first = int(used.min())
    heights = np.round([plot.at_y(value) for value in values[first : used.max() + 1]], 1)
    line, minute = [], first - ORIGIN
    # A step for each stretch of minutes that look alike, not for each minute.
    for height, alike in groupby(heights.tolist()):
        begin, minute = minute, minute + len(list(alike))
        line += [(plot.at_x(begin), height), (plot.at_x(minute), height)]
    ends = [(line[0][0], plot.bottom), *line, (line[-1][0], plot.bottom)]
    plot.canvas.path(ends, f"area {css}", closed=True)
    plot.canvas.path(ends, f"curve {css}")


def _draw_needles(plot: Plot, strip: Strip) -> None:
    needles = strip.needles
    for minute in needles:
        x = plot.at_x(minute)
        plot.canvas.line(
            (x, plot.bottom),
            (x, plot.top + 6),
            f"needle {colour(strip.place)}",
        )
        plot.canvas.mark(
            x,
            plot.top + 6,
            strip.place,
            f"mark {colour(strip.place)}",
        )
    room = min((b - a for a, b in pairwise(needles)), default=HOUR * 24)
    if room >= 2 * HOUR:
        for minute in needles:
            plot.canvas.text(plot.at_x(minute) + 7, plot.top + 10, clock(minute), "tick")

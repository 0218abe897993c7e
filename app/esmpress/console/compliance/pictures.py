"""The pictures of compliance over days, hours and minutes."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.console.compliance.words import FEW
from esmpress.console.pictures.axes import BOTTOM, Plot, round_ticks
from esmpress.console.pictures.bars import Words, begin
from esmpress.console.pictures.canvas import Canvas
from esmpress.delivery.cremas.counting import Counts
from esmpress.delivery.cremas.latencies import Latencies

TOP, CURVE, BETWEEN, BARS = 28.0, 130.0, 34.0, 56.0
HOURS = 24
PERCENT = (0, 25, 50, 75, 100)
MOST_TICKS = 12
MOST_MARKS = 31


def draw_days(days: Mapping[int, Counts], sentence: str) -> SafeString:
    """Compliance day by day as a line, and below it how many prompts ended on each."""
    height = TOP + CURVE + BETWEEN + BARS + BOTTOM
    canvas = Canvas("days", height, _("Compliance over study days"), sentence)
    ended = {day: one for day, one in days.items() if one.ended}
    field = (min(ended, default=1) - 0.5, max(ended, default=1) + 0.5)
    curve = Plot(canvas, field, (0, 100), top=TOP, bottom=TOP + CURVE)
    curve.y_axis(PERCENT, _("compliance"), suffix="%")
    _draw_curve(curve, ended)
    ticks = round_ticks(max((one.ended for one in ended.values()), default=1), about=2, whole=True)
    top = TOP + CURVE + BETWEEN
    bars = Plot(canvas, field, (0, ticks[-1]), top=top, bottom=top + BARS)
    bars.y_axis(ticks, _("prompts that ended"))
    for day, one in ended.items():
        bars.column(day - 0.38, day + 0.38, 0, one.ended, "bar pale")
    bars.x_axis(_day_ticks(*field), _("study day"))
    return canvas.svg()


def _draw_curve(plot: Plot, days: Mapping[int, Counts]) -> None:
    """A line that breaks where a day had nothing; a mark for each day while there is room."""
    for run in _runs(list(days)):
        points = [(plot.at_x(day), plot.at_y(100 * (days[day].compliance or 0.0))) for day in run]
        if len(run) > 1:
            plot.canvas.path(points, "curve c0")
        if len(run) == 1 or len(days) <= MOST_MARKS:
            for x, y in points:
                plot.canvas.mark(x, y, 0, "mark c0")


def _runs(days: list[int]) -> list[list[int]]:
    """The days in stretches without a gap."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


def _day_ticks(low: float, high: float) -> list[tuple[float, str]]:
    first, last = round(low + 0.5), round(high - 0.5)
    step = -(-(last - first + 1) // MOST_TICKS)
    return [(day, str(day)) for day in range(first, last + 1, step)]


def draw_hours(hours: Mapping[int, Counts], sentence: str) -> SafeString:
    """Compliance by the hour of the participant's clock; hours with few prompts are pale."""
    words = Words("hours", _("Compliance by the hour"), sentence, _("local time"), _("compliance"))
    canvas = Canvas(words.name, TOP + CURVE + BOTTOM, words.title, words.description)
    plot = Plot(canvas, (0, HOURS), (0, 100), top=TOP, bottom=TOP + CURVE)
    plot.y_axis(PERCENT, words.y, suffix="%")
    for hour, one in hours.items():
        if one.compliance is not None:
            css = "bar c0" if one.ended >= FEW else "bar pale"
            plot.column(hour + 0.08, hour + 0.92, 0, max(100 * one.compliance, 0.7), css)
    plot.x_axis([(hour, f"{hour:02}:00") for hour in range(0, HOURS + 1, 3)], words.x)
    return canvas.svg()


def draw_latencies(found: Latencies, sentence: str) -> SafeString:
    """How many prompts were begun within each so many minutes of their invitation."""
    words = Words(
        "latencies",
        _("Latency"),
        sentence,
        _("minutes from the invitation to the first answer"),
        _("prompts"),
    )
    plot = begin(words, (0, len(found.bars)), max(found.bars), whole=True)
    for place, count in enumerate(found.bars):
        if count:
            plot.column(place + 0.06, place + 0.94, 0, count, "bar c0")
    for minutes, word in ((found.median, _("half")), (found.ninth, _("nine of ten"))):
        at = min(minutes / found.width, float(len(found.bars)))
        plot.vertical(at, "limit")
        # Beside the right edge the word would not fit on both sides of its line.
        side = "end" if at > 0.85 * len(found.bars) else "middle"
        plot.canvas.text(plot.at_x(at), plot.top - 2, word, f"alarm small {side}")
    step = -(-len(found.bars) // 8)
    edges = range(0, len(found.bars) + 1, step)
    plot.x_axis([(place, str(place * found.width)) for place in edges], words.x)
    return plot.canvas.svg()

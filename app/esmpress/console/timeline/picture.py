"""Some days of a participant at a glance: a row for each day, a mark for each prompt's end."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import dateformat
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext

from esmpress.console.delivery_words import PROMPT_STATES
from esmpress.console.pictures.axes import Plot, clock_field, hour_ticks
from esmpress.console.pictures.canvas import WIDTH, Canvas
from esmpress.console.pictures.night import shade_night
from esmpress.prompts.models import Prompt

ROW, TOP, LEFT, BELOW = 22.0, 6.0, 78.0, 36.0
SATURDAY = 5
_HALF = ((-1.7, 4.0), (-4.0, 1.7), (-4.0, -1.7), (-1.7, -4.0))
_RING = (*_HALF, *((-x, -y) for x, y in _HALF))


def draw_days(days: Sequence[date], prompts: Sequence[Prompt]) -> SafeString:
    """The raster of days and hours; each response window is a bar, each end a mark of its shape."""
    height = TOP + len(days) * ROW + BELOW
    canvas = Canvas("days", height, gettext("These days at a glance"), _in_words(prompts))
    minutes = [_minute(prompt.scheduled_at, prompt) for prompt in prompts] or [0]
    hours = clock_field(min(minutes), max(minutes) + 1)
    bottom = TOP + len(days) * ROW
    plot = Plot(canvas, hours, (0, len(days)), top=TOP, bottom=bottom, left=LEFT)
    shade_night(plot, hours)
    for minute, _ in hour_ticks(*hours):
        plot.vertical(minute, "grid")
    rows = {day: number for number, day in enumerate(days)}
    for day, number in rows.items():
        _draw_day(plot, number, day)
    for prompt in prompts:
        _draw_prompt(plot, rows[_local(prompt.scheduled_at, prompt).date()], prompt)
    plot.x_axis(hour_ticks(*hours), gettext("local time"))
    return canvas.svg()


def _in_words(prompts: Sequence[Prompt]) -> str:
    """The counts the picture shows; the list below it says all of it."""
    words = [PROMPT_STATES[prompt.status].word.lower() for prompt in prompts]
    counts = ", ".join(f"{words.count(word)} {word}" for word in dict.fromkeys(words))
    return ngettext("%(count)s prompt: %(ends)s.", "%(count)s prompts: %(ends)s.", len(prompts)) % {
        "count": len(prompts),
        "ends": counts,
    }


def _draw_day(plot: Plot, number: int, day: date) -> None:
    y = plot.top + number * ROW
    css = "tick end strong" if day.weekday() >= SATURDAY else "tick end"
    plot.canvas.text(LEFT - 8, y + ROW / 2 + 4, dateformat.format(day, gettext("D j M")), css)
    plot.canvas.line((LEFT, y + ROW), (plot.at_x(plot.x[1]), y + ROW), "grid")


def _draw_prompt(plot: Plot, row: int, prompt: Prompt) -> None:
    state = PROMPT_STATES[prompt.status]
    y, start = plot.top + (row + 0.5) * ROW, _minute(prompt.scheduled_at, prompt)
    minutes = (prompt.open_until - prompt.scheduled_at).total_seconds() / 60
    x, end = plot.at_x(start), min(plot.at_x(start + minutes), WIDTH)
    plot.canvas.rect(
        x,
        y - 5,
        min(end, plot.at_x(plot.x[1])) - x,
        10,
        f"window {state.tone}",
    )
    draw_mark(plot.canvas, x, y, prompt.status)


def draw_mark(canvas: Canvas, x: float, y: float, status: str) -> None:
    """The mark of a prompt's state: each has a shape of its own, colour only helps."""
    tone = PROMPT_STATES[status].tone

    def path(points: Sequence[tuple[float, float]], css: str, *, closed: bool = False) -> None:
        canvas.path([(x + dx, y + dy) for dx, dy in points], f"{css} {tone}", closed=closed)

    match status:
        case Prompt.Status.ANSWERED:
            path(_RING, "mark", closed=True)
        case Prompt.Status.OPENED | Prompt.Status.STARTED:
            # The ring is filled: what is drawn before it would be hidden.
            path(_RING, "ring", closed=True)
            path((*_HALF, (0, -4), (0, 4)), "mark", closed=True)
        case Prompt.Status.NOT_SENT:
            path([(-4, -4), (4, 4)], "cross")
            path([(-4, 4), (4, -4)], "cross")
        case Prompt.Status.CANCELLED:
            path([(-4, 0), (4, 0)], "cross")
        case Prompt.Status.PLANNED:
            path([(-1.6, -1.6), (1.6, -1.6), (1.6, 1.6), (-1.6, 1.6)], "mark", closed=True)
        case Prompt.Status.SENT:
            path([(-4, -3.5), (4, -3.5), (0, 4)], "ring", closed=True)
        case _:
            path(_RING, "ring", closed=True)


def legend_marks() -> list[tuple[str, SafeString]]:
    """Each word of a prompt's state with its mark, in a field of 12 by 12."""
    marks = {}
    for status, state in PROMPT_STATES.items():
        canvas = Canvas("legend", 12, state.word, "")
        draw_mark(canvas, 6, 6, status)
        marks[state.word] = format_html_join("", "{}", ((shape,) for shape in canvas.shapes))
    return list(marks.items())


def _local(instant: datetime, prompt: Prompt) -> datetime:
    return instant.astimezone(ZoneInfo(prompt.time_zone))


def _minute(instant: datetime, prompt: Prompt) -> int:
    local = _local(instant, prompt)
    return local.hour * 60 + local.minute

"""Axes: from values to places on a drawing, with round ticks and units."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from esmpress.console.pictures.canvas import WIDTH, Canvas

LEFT, RIGHT, BOTTOM = 40.0, 20.0, 36.0
HOUR = 60
DAY = 24 * HOUR
ROUND_STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Plot:
    """The field of a chart on a canvas, and the values at its edges."""

    canvas: Canvas
    x: tuple[float, float]
    y: tuple[float, float]
    top: float
    bottom: float
    left: float = LEFT

    def at_x(self, value: float) -> float:
        """The place of a value along the horizontal axis."""
        low, high = self.x
        return self.left + (value - low) / (high - low) * (WIDTH - RIGHT - self.left)

    def at_y(self, value: float) -> float:
        """The place of a value along the vertical axis."""
        low, high = self.y
        return self.bottom - (value - low) / (high - low) * (self.bottom - self.top)

    def column(self, start: float, stop: float, low: float, high: float, css: str) -> None:
        """Fill from one value to another on both axes."""
        x, y = self.at_x(start), self.at_y(high)
        self.canvas.rect(x, y, self.at_x(stop) - x, self.at_y(low) - y, css)

    def vertical(self, value: float, css: str) -> None:
        """Draw a line from the bottom to the top."""
        x = self.at_x(value)
        self.canvas.line((x, self.bottom), (x, self.top), css)

    def horizontal(self, value: float, css: str) -> None:
        """Draw a line from the left to the right."""
        y = self.at_y(value)
        self.canvas.line((self.left, y), (WIDTH - RIGHT, y), css)

    def x_axis(self, ticks: Sequence[tuple[float, str]], label: str) -> None:
        """Draw the axis below, with words at its ticks and what it measures."""
        self.horizontal(self.y[0], "axis")
        for value, words in ticks:
            x = self.at_x(value)
            self.canvas.line((x, self.bottom), (x, self.bottom + 4), "axis")
            self.canvas.text(x, self.bottom + 15, words, "tick middle")
        middle = (self.left + WIDTH - RIGHT) / 2
        self.canvas.text(middle, self.bottom + 31, label, "label middle")

    def y_axis(self, ticks: Sequence[float], label: str, *, suffix: str = "") -> None:
        """Draw lines across at the ticks, their numbers, and what is measured above them."""
        for value in ticks:
            self.horizontal(value, "grid")
            words = f"{_in_short(value)}{suffix}"
            self.canvas.text(self.left - 6, self.at_y(value) + 4, words, "tick end")
        self.canvas.text(4, self.top - 13, label, "label")


def _in_short(value: float) -> str:
    """A number that fits beside the axis: 2500, 25k."""
    return f"{value:g}" if value < 10_000 else f"{value / 1000:g}k"


def round_ticks(largest: float, *, about: int = 4, whole: bool = False) -> list[float]:
    """Ticks from 0 to the first round number not below `largest`; to 1 if that is 0."""
    largest = largest or 1.0
    rough = largest / about
    scale = 10.0 ** math.floor(math.log10(rough))
    step = next(scale * step for step in ROUND_STEPS if scale * step >= rough * 0.999)
    if whole:
        step = max(1.0, step)
    count = max(1, math.ceil(largest / step - 1e-6))
    return [round(step * place, 10) for place in range(count + 1)]


def hour_ticks(start: float, stop: float, *, every: int = 3) -> list[tuple[float, str]]:
    """Ticks of the local clock between two minutes after midnight, like 09:00."""
    step = every * HOUR
    first = math.ceil(start / step) * step
    return [(minute, clock(minute)) for minute in range(int(first), int(stop) + 1, step)]


def clock(minute: float) -> str:
    """A time like 09:00; the end of the day is 24:00, later hours begin anew."""
    hours, minutes = divmod(int(minute), HOUR)
    return f"{hours if hours == 24 else hours % 24:02}:{minutes:02}"


def clock_field(first: float, last: float) -> tuple[int, int]:
    """The hours to show: the whole local day, and what reaches beyond it."""
    start = min(0, math.floor(first / HOUR) * HOUR)
    return start, max(DAY, math.ceil(last / HOUR) * HOUR)

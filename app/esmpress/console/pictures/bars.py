"""Bars: stacked by schedule, in bins of one measure, or lying side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString

from esmpress.console.pictures.axes import BOTTOM, RIGHT, Plot, round_ticks
from esmpress.console.pictures.canvas import WIDTH, Canvas, colour
from esmpress.sampling.tables import Floats

HEIGHT = 150.0
TOP = 28.0


@dataclass(frozen=True)
class Words:
    """What a chart is called, what it shows in words, and what its axes measure."""

    name: str
    title: str
    description: str
    x: str
    y: str


@dataclass(frozen=True)
class Line:
    """A line across a chart, with a word at its end."""

    value: float
    word: str


def begin(
    words: Words,
    x: tuple[float, float],
    largest: float,
    *,
    whole: bool = False,
    room: float = 0.0,
) -> Plot:
    """A chart with its vertical axis, and some room above it."""
    top = TOP + room
    canvas = Canvas(words.name, top + HEIGHT + BOTTOM, words.title, words.description)
    ticks = round_ticks(largest, whole=whole)
    plot = Plot(canvas, x, (0, ticks[-1]), top=top, bottom=top + HEIGHT)
    plot.y_axis(ticks, words.y)
    return plot


def draw_stacks(
    words: Words,
    layers: Mapping[int, Floats],
    labels: Sequence[tuple[float, str]],
    *,
    limit: Line | None = None,
    whole: bool = False,
) -> SafeString:
    """A bar for each place, stacked of layers; a key is the place of the layer's colour."""
    count = len(next(iter(layers.values())))
    total = np.sum(list(layers.values()), axis=0)
    largest = max(float(total.max()), limit.value if limit else 0.0)
    plot = begin(words, (0, count), largest, whole=whole)
    space = 0.12 if count <= 62 else 0.0
    for place in range(count):
        low = 0.0
        for layer, values in layers.items():
            high = low + float(values[place])
            if high > low:
                plot.column(
                    place + space,
                    place + 1 - space,
                    low,
                    high,
                    f"bar {colour(layer)}",
                )
            low = high
    if limit:
        draw_limit(plot, limit)
    plot.x_axis([(at + 0.5, word) for at, word in labels], words.x)
    return plot.canvas.svg()


def draw_histogram(
    words: Words,
    counts: Floats,
    edges: Sequence[float],
    ticks: Sequence[tuple[float, str]],
    *,
    marks: Sequence[Line] = (),
) -> SafeString:
    """Shares in bins between edges, in per cent, with marks along the horizontal axis."""
    shares = 100 * counts / max(counts.sum(), 1)
    plot = begin(words, (edges[0], edges[-1]), float(shares.max()))
    for start, stop, share in zip(edges[:-1], edges[1:], shares, strict=True):
        gap = (edges[-1] - edges[0]) * 0.0015
        if share:
            plot.column(start + gap, stop - gap, 0, float(share), "bar c0")
    for mark in marks:
        x = plot.at_x(mark.value)
        plot.canvas.line((x, plot.bottom), (x, plot.top - 6), "limit")
        # Right of what the vertical axis measures, on the same line.
        late = x > WIDTH / 2
        at = x - 5 if late else max(x + 5, 2 * plot.left)
        plot.canvas.text(at, plot.top - 13, mark.word, "alarm end" if late else "alarm")
    plot.x_axis(ticks, words.x)
    return plot.canvas.svg()


def draw_shares(words: Words, shares: Sequence[tuple[int, str, float]]) -> SafeString:
    """Lying bars of shares between 0 and 1: place of the colour, label, share."""
    row, top = 40.0, 8.0
    height = top + row * len(shares) + BOTTOM
    canvas = Canvas(words.name, height, words.title, words.description)
    plot = Plot(canvas, (0, 100), (0, 1), top=top, bottom=top + row * len(shares), left=10)
    for tick in (0, 25, 50, 75, 100):
        plot.vertical(tick, "grid")
    for number, (place, label, share) in enumerate(shares):
        y = top + number * row
        canvas.text(plot.left + 2, y + 12, f"{label}: {share:.1%}", "strong")
        canvas.rect(plot.left, y + 18, WIDTH - RIGHT - plot.left, 13, "track")
        canvas.rect(
            plot.left,
            y + 18,
            plot.at_x(100 * share) - plot.left,
            13,
            f"bar {colour(place)}",
        )
    plot.x_axis([(tick, f"{tick}%") for tick in (0, 25, 50, 75, 100)], words.x)
    return canvas.svg()


def draw_limit(plot: Plot, limit: Line) -> None:
    """Draw a line across that should not be passed; its word stands above the chart."""
    plot.horizontal(limit.value, "limit")
    plot.canvas.text(WIDTH - RIGHT, plot.top - 13, limit.word, "alarm end")

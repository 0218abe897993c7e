"""Participants, or groups of them, by study days: the fuller and bluer a field, the better."""

from __future__ import annotations

from collections import defaultdict

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esmpress.console.compliance.words import share_in_words
from esmpress.console.pictures.canvas import WIDTH, Box, Canvas
from esmpress.delivery.cremas.grids import Grid
from esmpress.lazy_texts import lazily

ROW, TOP, BELOW, LEFT, RIGHT = 15.0, 18.0, 34.0, 74.0, 40.0
# Below each share a field has the class and the word; what is above the last has the one after.
LEVELS = ((0.5, "bad", lazily("below 50%")), (0.7, "doubt", "50-69%"), (0.85, "wait", "70-84%"))
BEST = ("good", lazily("85% and more"))
MOST_TICKS = 14


def level_of(share: float) -> str:
    """The class of a compliance."""
    return next((css for below, css, _words in LEVELS if share < below), BEST[0])


def legend() -> list[tuple[str, str]]:
    """Each class with its words, the lowest first."""
    return [*((css, word) for _, css, word in LEVELS), BEST]


def draw_grid(grid: Grid, *, name: str, title: str, sentence: str, rows_are: str) -> SafeString:
    """A row for each label: a field for each span of days, and the compliance of all of them."""
    height = TOP + ROW * len(grid.labels) + BELOW
    canvas = Canvas(name, height, title, sentence)
    canvas.text(4, TOP - 6, rows_are, "label")
    canvas.text(WIDTH - 2, TOP - 6, _("all"), "label end")
    width = (WIDTH - LEFT - RIGHT) / max(len(grid.spans), 1)
    tracks: list[Box] = []
    fillings: dict[str, list[Box]] = defaultdict(list)
    for row, label in enumerate(grid.labels):
        y = TOP + row * ROW
        canvas.text(LEFT - 6, y + ROW - 4, label, "tick end")
        canvas.text(WIDTH - 2, y + ROW - 4, share_in_words(share_of_row(grid, row)), "tick end")
        for column in range(len(grid.spans)):
            share = grid.share(row, column)
            if share is not None:
                box = (LEFT + column * width, y + 1, width - min(2.0, width / 5), ROW - 2)
                tracks.append(box)
                fillings[level_of(share)].append(_filled(box, share))
    canvas.boxes(tracks, "track")
    for css, boxes in fillings.items():
        canvas.boxes(boxes, f"field {css}")
    _draw_axis(canvas, grid, width)
    return canvas.svg()


def share_of_row(grid: Grid, row: int) -> float | None:
    """The compliance of a row over all of its days."""
    ended = int(grid.ended[row].sum())
    return int(grid.completed[row].sum()) / ended if ended else None


def _filled(box: Box, share: float) -> Box:
    """The lower part of a field; a line where nothing was completed."""
    x, y, width, height = box
    part = max(height * share, 1.5)
    return x, y + height - part, width, part


def _draw_axis(canvas: Canvas, grid: Grid, width: float) -> None:
    bottom = TOP + ROW * len(grid.labels)
    step = -(-len(grid.spans) // MOST_TICKS)
    for column in range(0, len(grid.spans), step or 1):
        x = LEFT + (column + 0.5) * width
        canvas.text(x, bottom + 14, str(grid.spans[column].first), "tick middle")
    canvas.text((LEFT + WIDTH - RIGHT) / 2, bottom + 29, _("study day"), "label middle")

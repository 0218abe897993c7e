"""A drawing that becomes one inline SVG element with its alternative in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# Units of the drawing; a phone shows about three quarters of a pixel for each.
WIDTH = 420
COLOURS = 6
Point = tuple[float, float]
Box = tuple[float, float, float, float]


def colour(place: int) -> str:
    """The class of a schedule's colour, by its place in the study."""
    return f"c{place % COLOURS}"


@dataclass
class Canvas:
    """Collects shapes from back to front; `name` is unique on the page."""

    name: str
    height: float
    title: str
    description: str
    shapes: list[SafeString] = field(default_factory=list)

    def rect(self, x: float, y: float, width: float, height: float, css: str) -> None:
        """Add a rectangle."""
        self.shapes.append(
            format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" class="{}"/>',
                _short(x),
                _short(y),
                _short(max(width, 0)),
                _short(max(height, 0)),
                css,
            )
        )

    def line(self, start: Point, end: Point, css: str) -> None:
        """Add a straight line."""
        self.path([start, end], css)

    def path(self, points: Iterable[Point], css: str, *, closed: bool = False) -> None:
        """Add a line through points, or the area it encloses."""
        steps = "L".join(f"{_short(x)} {_short(y)}" for x, y in points)
        self.shapes.append(
            format_html('<path d="M{}{}" class="{}"/>', steps, "Z" if closed else "", css)
        )

    def boxes(self, boxes: Iterable[Box], css: str) -> None:
        """Add many rectangles that look alike as one shape: x, y, width and height of each."""
        steps = "".join(
            f"M{_short(x)} {_short(y)}h{_short(width)}v{_short(height)}h{_short(-width)}z"
            for x, y, width, height in boxes
        )
        self.shapes.append(format_html('<path d="{}" class="{}"/>', steps, css))

    def text(self, x: float, y: float, words: str, css: str) -> None:
        """Add words; the class says how they are aligned."""
        self.shapes.append(
            format_html(
                '<text x="{}" y="{}" class="{}">{}</text>', _short(x), _short(y), css, words
            )
        )

    def mark(self, x: float, y: float, shape: int, css: str) -> None:
        """Add a small mark; its shape tells schedules apart without colour."""
        draw = _MARKS[shape % len(_MARKS)]
        self.path([(x + dx, y + dy) for dx, dy in draw], css, closed=True)

    def svg(self) -> SafeString:
        """The whole element."""
        return format_html(
            '<svg role="img" viewBox="0 0 {} {}" aria-labelledby="{}-title {}-desc">'
            '<title id="{}-title">{}</title><desc id="{}-desc">{}</desc>{}</svg>',
            WIDTH,
            _short(self.height),
            self.name,
            self.name,
            self.name,
            self.title,
            self.name,
            self.description,
            format_html_join("", "{}", ((shape,) for shape in self.shapes)),
        )


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


_OCTAGON = ((-3.2, -1.3), (-1.3, -3.2), (1.3, -3.2), (3.2, -1.3))
_MARKS: tuple[tuple[Point, ...], ...] = (
    (*_OCTAGON, *((-x, -y) for x, y in _OCTAGON)),
    ((-2.9, -2.9), (2.9, -2.9), (2.9, 2.9), (-2.9, 2.9)),
    ((0, -4.1), (4.1, 0), (0, 4.1), (-4.1, 0)),
    ((0, -4), (3.8, 3), (-3.8, 3)),
)

from __future__ import annotations

import re

import numpy as np
import pytest

from esmpress.console.compliance.heat import draw_grid, legend, level_of
from esmpress.console.compliance.pictures import draw_days, draw_hours, draw_latencies
from esmpress.delivery.cremas.counting import Counts
from esmpress.delivery.cremas.grids import Grid, Span
from esmpress.delivery.cremas.latencies import Latencies


def share(completed: int, missed: int) -> Counts:
    return Counts(completed=completed, missed=missed)


def heights(svg: str, css: str) -> list[float]:
    """How high each of the boxes of a class is."""
    path = re.search(rf'<path d="([^"]*)" class="{css}"/>', svg)
    return [float(high) for high in re.findall(r"v([\d.]+)", path[1])] if path else []


def bars(svg: str, css: str) -> list[float]:
    found = re.findall(rf'<rect [^>]*height="([\d.]+)" class="{css}"/>', svg)
    return [float(height) for height in found]


def grid(completed: list[list[int]], ended: list[list[int]]) -> Grid:
    labels = [f"P{number:04d}" for number in range(1, len(ended) + 1)]
    spans = [Span(day, day) for day in range(1, len(ended[0]) + 1)]
    return Grid(labels, spans, np.array(completed), np.array(ended))


def drawn(fields: Grid) -> str:
    return draw_grid(fields, name="heat", title="T", sentence="S & s", rows_are="participant")


def test_a_field_is_as_full_as_its_compliance_and_has_a_colour_beside() -> None:
    svg = drawn(grid([[0, 1, 6], [0, 0, 3]], [[2, 2, 6], [0, 0, 4]]))

    assert heights(svg, "track") == [13, 13, 13, 13]
    assert heights(svg, "field bad") == [1.5]
    assert heights(svg, "field doubt") == [6.5]
    assert heights(svg, "field wait") == pytest.approx([9.8])
    assert heights(svg, "field good") == [13]


def test_rows_are_named_and_summed_up() -> None:
    svg = drawn(grid([[1, 2]], [[2, 2]]))

    words = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    assert words == ["participant", "all", "P0001", "75%", "1", "2", "study day"]
    assert '<desc id="heat-desc">S &amp; s</desc>' in svg


def test_nobody_makes_an_empty_picture() -> None:
    assert "<svg" in drawn(Grid([], [], np.zeros((0, 0), int), np.zeros((0, 0), int)))


@pytest.mark.parametrize(
    ("of", "css"),
    [(0, "bad"), (0.499, "bad"), (0.5, "doubt"), (0.7, "wait"), (0.85, "good"), (1, "good")],
)
def test_levels_begin_where_the_legend_says(of: float, css: str) -> None:
    assert level_of(of) == css
    assert css in dict(legend())


def test_the_curve_breaks_where_a_day_had_nothing() -> None:
    days = {1: share(1, 0), 2: share(1, 1), 4: share(0, 2), 5: Counts(planned=3)}

    svg = draw_days(days, "says")

    assert svg.count('class="curve c0"') == 1
    assert svg.count('class="mark c0"') == 3
    assert bars(svg, "bar pale") == [28, 56, 56]


def test_many_days_have_a_line_and_no_marks() -> None:
    svg = draw_days({day: share(1, 1) for day in range(1, 101)}, "says")

    assert (svg.count('class="curve c0"'), svg.count('class="mark c0"')) == (1, 0)
    assert len(re.findall(r'class="tick middle"', svg)) == 12


def test_hours_with_few_prompts_are_pale() -> None:
    svg = draw_hours({9: share(5, 5), 10: share(9, 0), 11: Counts(planned=4)}, "says")

    assert bars(svg, "bar c0") == [65]
    assert bars(svg, "bar pale") == [130]


def test_latencies_have_a_bar_each_and_two_marks() -> None:
    svg = draw_latencies(Latencies(4, 3.5, 12.0, 2, [1, 3, 0, 0, 0, 0, 2]), "says")

    assert bars(svg, "bar c0") == [50, 150, 100]
    assert svg.count('class="limit"') == 2
    assert re.findall(r"<text[^>]*alarm[^>]*>([^<]*)", svg) == ["half", "nine of ten"]


def test_a_mark_at_the_right_edge_of_latencies_has_its_word_to_the_left() -> None:
    svg = draw_latencies(Latencies(4, 3.5, 14.0, 2, [1, 3, 0, 0, 0, 0, 2]), "says")

    marks = re.findall(r'<text[^>]*class="alarm small (\w+)">([^<]*)', svg)
    assert marks == [("middle", "half"), ("end", "nine of ten")]

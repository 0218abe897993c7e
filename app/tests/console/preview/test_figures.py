from __future__ import annotations

import json
import math
import re
from datetime import date
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from esmpress.console.pictures.canvas import WIDTH
from esmpress.console.preview.moments import curve_figure
from esmpress.console.preview.page import draw_figures
from esmpress.sampling.design import read_design
from esmpress.sampling.preview.assumptions import Assumptions
from esmpress.sampling.preview.foresee import Preview, foresee
from tests.sampling.preview.previews import WAKE, WARSAW

EXAMPLES = sorted(Path(__file__, "../../../../../docs/examples").resolve().glob("*.json"))
# They report events or follow answers, and nothing else.
UNPLANNED = {"on-event"}


def preview_of(text: str) -> Preview:
    spring = Assumptions(
        participants=6,
        time_zones=(WARSAW, ZoneInfo("Asia/Kolkata")),
        first_joining=date(2027, 3, 22),
        last_joining=date(2027, 3, 24),
        seed=bytes(16),
        wake=WAKE,
        hourly_limit=10,
        seconds={1: 120, 2: 60},
    )
    return foresee(read_design(json.loads(text)), spring)


def numbers(svg: ElementTree.Element) -> list[tuple[float, float]]:
    """Every place a shape of the picture takes."""
    places = [
        (float(shape.get("x", 0)), float(shape.get("y", 0)))
        for shape in chain(svg.iter("text"), svg.iter("rect"))
    ]
    for path in svg.iter("path"):
        for point in re.findall(r"[ML]([^MLZ]+)", path.get("d", "")):
            x, y = point.split()
            places.append((float(x), float(y)))
    return places


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_every_example_is_drawn_inside_its_pictures(example: Path) -> None:
    preview = preview_of(example.read_text())
    assert bool(len(preview.sample.prompts)) == (example.stem not in UNPLANNED)

    figures = draw_figures(preview, WARSAW) if len(preview.sample.prompts) else []

    for figure in figures:
        svg = ElementTree.fromstring(figure.svg)
        height = float(svg.attrib["viewBox"].split()[3])
        for x, y in numbers(svg):
            assert math.isfinite(x)
            assert -1 <= x <= WIDTH + 1, figure.title
            assert -1 <= y <= height + 1, figure.title


def test_a_day_of_the_week_is_named_in_the_language_of_who_looks() -> None:
    every_day = json.dumps(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    design = Path(EXAMPLES[0].parent, "random.json").read_text()

    with translation.override("pl"):
        svg = curve_figure(preview_of(design.replace(every_day, '["wed"]'))).svg

    assert "· śr<" in svg


def test_there_are_examples() -> None:
    assert len(EXAMPLES) > 10

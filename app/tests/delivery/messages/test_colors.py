from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from esmpress.delivery.messages.colors import CARD, DARK_CARD, GROUND, contrast, palette
from tests.delivery.messages.builders import mail, template

colors = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.478), ("#0f5c5c", "#0f5c5c", 1)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.001)


@given(color=colors)
@example(color="#ffffff")
@example(color="#000000")
@example(color="#767676")
def test_whatever_colour_a_study_has_it_can_be_read(color: str) -> None:
    shades = palette(color)

    assert shades.color == color
    assert contrast(shades.on_color, color) >= 4.5
    assert contrast(shades.link, GROUND) >= 4.5
    assert contrast(shades.link, CARD) >= 4.5
    assert contrast(shades.dark_link, DARK_CARD) >= 4.5
    assert contrast(shades.edge, CARD) >= 3
    assert contrast(shades.dark_edge, DARK_CARD) >= 3


def test_a_readable_colour_stays_as_it_is() -> None:
    assert palette("#0f5c5c").link == "#0f5c5c"


@pytest.mark.parametrize("color", ["", "red", "#FFF", "#0f5c5c;x:url(y)", "#0f5c5c\n"])
def test_what_is_no_colour_counts_as_the_standard_one(color: str) -> None:
    assert palette(color) == palette("#0f5c5c")


def test_the_parts_in_dark_have_their_shades() -> None:
    made = template("{{button}} {{link}}", study=mail(color="#0a0a3c")).html

    dark = made.partition("@media (prefers-color-scheme: dark){")[2].partition("[data-ogsc]")[0]
    assert palette("#0a0a3c").dark_link in dark
    assert palette("#0a0a3c").dark_edge in dark
    assert re.search(r"\.inside[^{]*\{color:#e9eaec!important\}", dark)

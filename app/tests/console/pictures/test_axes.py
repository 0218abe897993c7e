from __future__ import annotations

import pytest

from esmpress.console.pictures.axes import Plot, clock, clock_field, hour_ticks, round_ticks
from esmpress.console.pictures.canvas import WIDTH, Canvas


@pytest.mark.parametrize(
    ("largest", "ticks"),
    [
        (6, [0, 2, 4, 6]),
        (7, [0, 2, 4, 6, 8]),
        (0.47, [0, 0.2, 0.4, 0.6]),
        (163, [0, 50, 100, 150, 200]),
        (0, [0, 0.5, 1]),
    ],
)
def test_ticks_are_round_and_reach_the_largest_value(largest: float, ticks: list[float]) -> None:
    assert round_ticks(largest) == pytest.approx(ticks)


def test_whole_things_have_whole_ticks() -> None:
    assert round_ticks(2, whole=True) == [0, 1, 2]


@pytest.mark.parametrize(
    ("minute", "words"), [(0, "00:00"), (545, "09:05"), (1440, "24:00"), (1500, "01:00")]
)
def test_minutes_are_read_from_the_clock_of_the_wall(minute: int, words: str) -> None:
    assert clock(minute) == words


def test_the_whole_day_is_shown_and_what_reaches_beyond_it() -> None:
    assert clock_field(480, 1200) == (0, 1440)
    assert clock_field(-30, 1561) == (-60, 1620)


def test_hours_are_ticked_from_the_first_round_one_on() -> None:
    assert hour_ticks(-60, 400) == [(0, "00:00"), (180, "03:00"), (360, "06:00")]


def test_values_lie_between_the_margins() -> None:
    plot = Plot(Canvas("x", 100, "", ""), (0, 10), (0, 5), top=10, bottom=60)

    assert (plot.at_x(0), plot.at_x(5), plot.at_x(10)) == (40, (40 + WIDTH - 20) / 2, WIDTH - 20)
    assert (plot.at_y(0), plot.at_y(2.5), plot.at_y(5)) == (60, 35, 10)


@pytest.mark.parametrize(("value", "words"), [(0.5, "0.5"), (9000, "9000"), (40_000, "40k")])
def test_numbers_beside_the_axis_are_short(value: float, words: str) -> None:
    canvas = Canvas("x", 100, "", "")

    Plot(canvas, (0, 1), (0, value), top=10, bottom=60).y_axis([value], "prompts")

    assert f">{words}</text>" in canvas.shapes[1]

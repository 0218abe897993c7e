from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from esmpress.console.delivery_health.pictures import draw_lateness
from esmpress.console.pictures.bars import Line, Words, draw_histogram, draw_shares, draw_stacks
from esmpress.console.pictures.canvas import Canvas
from esmpress.console.pictures.courses import by_hour_of_day, draw_calendar, draw_first_day
from esmpress.console.pictures.day_curve import Strip, draw_day_curves
from esmpress.console.pictures.fortnight import Moment, Row, draw_fortnight
from esmpress.delivery.lateness import lateness_from
from esmpress.sampling.preview.ordinary_days import ORIGIN, WIDTH

WORDS = Words("name", "Title", "What there is to see.", "days", "prompts")
# A chart of bars: 360 units wide from 40 on, 150 high down to 178.
RECT = re.compile(r'<rect x="(\S+)" y="(\S+)" width="(\S+)" height="(\S+)" class="bar (c\d)"/>')


def bars(svg: str) -> list[tuple[str, ...]]:
    return RECT.findall(svg)


def curve(**minutes: float) -> Strip:
    values = np.zeros(WIDTH)
    for minute, value in minutes.items():
        values[ORIGIN + int(minute[1:])] = value
    return Strip(0, "moments", values)


def test_words_are_text_and_never_markup() -> None:
    canvas = Canvas("x", 10, "<b>", "&")
    canvas.text(1, 2, "<script>", "tick")

    svg = canvas.svg()

    assert "&lt;script&gt;" in svg
    assert "&lt;b&gt;" in svg
    assert "<b>" not in svg


def test_bars_are_as_high_as_their_values_and_stand_on_each_other() -> None:
    svg = draw_stacks(WORDS, {0: np.array([2.0, 0.0]), 1: np.array([2.0, 4.0])}, [(0, "1")])

    assert bars(svg) == [
        ("61.6", "103", "136.8", "75", "c0"),
        ("61.6", "28", "136.8", "75", "c1"),
        ("241.6", "28", "136.8", "150", "c1"),
    ]


def test_a_limit_above_all_bars_stays_in_the_picture() -> None:
    svg = draw_stacks(WORDS, {0: np.array([1.0])}, [], limit=Line(15, "15 min"))

    assert ">15 min</text>" in svg
    assert ">15</text>" in svg


def test_the_axis_of_what_is_counted_in_whole_numbers_has_no_halves() -> None:
    svg = draw_stacks(WORDS, {0: np.array([2.0])}, [], whole=True)

    assert re.findall(r'class="tick end">(.*?)<', svg) == ["0", "1", "2"]


def test_lateness_counts_messages_in_whole_numbers() -> None:
    svg = draw_lateness(lateness_from({1.5: 2}))

    assert re.findall(r'class="tick end">(.*?)<', svg) == ["0", "1", "2"]


def test_a_histogram_shows_shares_of_all() -> None:
    svg = draw_histogram(WORDS, np.array([3.0, 1.0]), [0, 10, 20], [], marks=[Line(10, "gap")])

    assert [height for _, _, _, height, _ in bars(svg)] == ["140.6", "46.9"]
    assert 'class="limit"' in svg


def test_shares_are_parts_of_the_whole_width() -> None:
    svg = draw_shares(WORDS, [(0, "moments", 0.25), (1, "evening", 0.0)])

    assert [width for _, _, width, _, _ in bars(svg)] == ["97.5", "0"]
    assert "moments: 25.0%" in svg


def test_a_certain_minute_is_a_needle_with_its_time() -> None:
    svg = draw_day_curves([curve(m540=1.0)], "words")

    assert 'class="needle c0"' in svg
    assert ">09:00</text>" in svg
    assert 'class="curve c0"' not in svg


def test_a_likely_minute_is_a_curve_in_prompts_an_hour() -> None:
    svg = draw_day_curves([curve(m540=0.01, m541=0.02)], "words")

    assert 'class="curve c0"' in svg
    assert "prompts an hour" in svg
    assert ">1.5</text>" in svg


def test_every_strip_has_its_curve_and_the_hours_stand_once() -> None:
    svg = draw_day_curves([curve(m540=0.01), curve(m600=0.01)], "words")

    assert svg.count('class="curve c0"') == 2
    assert svg.count(">12:00</text>") == 1


def test_each_prompt_of_the_fortnight_has_a_mark_and_its_window() -> None:
    rows = [Row(date(2027, 3, 27)), Row(date(2027, 3, 28), "clocks +60 min")]
    moments = [Moment(0, 540, 30, 0, None), Moment(1, 600, 30, 1, 20)]

    svg = draw_fortnight(rows, moments, "words")

    assert (svg.count('class="mark c0"'), svg.count('class="mark c1"')) == (1, 1)
    assert svg.count('class="window c') == 2
    assert svg.count('class="overtaken"') == 1
    assert ">Sun 28 Mar</text>" in svg
    assert ">clocks +60 min</text>" in svg


def test_clock_changes_are_marked_on_the_calendar() -> None:
    changes = [(date(2027, 3, 28), "Europe/Warsaw +60 min")]

    svg = draw_calendar(WORDS, date(2027, 3, 20), np.array([5] * 14), changes)

    assert 'class="limit"' in svg
    assert ">Europe/Warsaw +60 min</text>" in svg
    assert ">22 Mar</text>" in svg


def test_a_calendar_of_a_day_has_its_date() -> None:
    svg = draw_calendar(WORDS, date(2027, 3, 20), np.array([5]), [])

    assert ">20 Mar</text>" in svg


def test_the_hours_of_all_days_are_brought_together() -> None:
    hours, counts = np.array([10, 11, 34]), np.array([4, 1, 6])

    largest, mean = by_hour_of_day(hours, counts)

    assert (largest[10], largest[11], largest[12]) == (6, 1, 0)
    assert (mean[10], mean[11]) == (5, 0.5)


def test_what_is_left_of_the_first_day_is_drawn_against_the_time_of_joining() -> None:
    svg = draw_first_day(WORDS, np.linspace(4, 0, 1440))

    assert 'class="curve c0"' in svg
    assert ">24:00</text>" in svg


@pytest.mark.parametrize("place", range(4))
def test_marks_of_neighbouring_schedules_differ_in_shape(place: int) -> None:
    drawn = []

    for number in (place, place + 1):
        canvas = Canvas("x", 10, "", "")
        canvas.mark(5, 5, number, "mark")
        drawn.append(canvas.shapes[0])

    assert drawn[0] != drawn[1]

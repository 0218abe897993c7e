from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from esmpress.sampling.preview.ordinary_days import ORIGIN
from tests.sampling.preview.previews import (
    NEW_YORK,
    WAKE,
    WARSAW,
    blocks,
    fixed,
    preview,
    random,
    window,
)

NINE = ORIGIN + 9 * 60
SHORT = random(prompts_per_day=2, windows=[window("09:00", "09:03")])


def test_the_curve_of_a_short_window_is_that_counted_by_hand() -> None:
    # Two prompts of three minutes: (0, 1), (0, 2), (1, 2); each minute is in two of three days.
    curve = preview(SHORT).curves[1][0]

    assert curve[NINE : NINE + 3] == pytest.approx([2 / 3, 2 / 3, 2 / 3])


def test_a_gap_takes_the_days_that_do_not_keep_it() -> None:
    curve = preview(SHORT | {"min_gap_minutes": 2}).curves[1][0]

    assert curve[NINE : NINE + 3] == pytest.approx([1, 0, 1])


@pytest.mark.parametrize(
    ("schedule", "prompts"),
    [
        (random(min_gap_minutes=60), 4),
        (blocks(min_gap_minutes=45), 4),
        (fixed("09:00", "15:00", jitter_minutes=20), 2),
        (random(windows="participant"), 4),
        ({"kind": "interval", "name": "i", "days": 7, "every_minutes": 60, "random_offset": True,
          "windows": [window("09:00", "21:00")], "response_window_minutes": 15}, 12),
    ],
)  # fmt: skip
def test_a_curve_sums_to_the_prompts_of_a_day(schedule: dict[str, Any], prompts: int) -> None:
    (curves,) = preview(schedule, wake=WAKE).curves.values()

    assert curves.sum(axis=1) == pytest.approx([prompts] * 7)


def test_each_weekday_has_its_own_window_and_one_without_has_no_curve() -> None:
    windows = [window("09:00", "10:00", "mon"), window("11:00", "12:00", "tue")]

    curves = preview(random(prompts_per_day=1, windows=windows)).curves[1]

    assert curves[0, NINE : NINE + 60] == pytest.approx([1 / 60] * 60)
    assert curves[1, NINE + 120 : NINE + 180] == pytest.approx([1 / 60] * 60)
    assert not curves[2:].any()


def test_a_curve_is_the_mean_of_the_days_on_which_the_schedule_asks() -> None:
    phases = [{"name": "first", "days": 7}, {"name": "second", "days": 21}]
    schedules = (fixed("09:00", phase="first"), random(phase="second", days=21))

    curves = preview(*schedules, study={"phases": phases}).curves

    assert curves[1][:, NINE] == pytest.approx([1] * 7)


def test_the_curve_is_the_same_in_every_zone_and_beside_a_clock_change() -> None:
    there = preview(random(days=28), time_zones=(NEW_YORK, WARSAW)).curves[1]

    assert np.array_equal(there, preview(random(days=28)).curves[1])


def test_another_schedule_keeps_its_distance_in_the_curve() -> None:
    schedules = (random(min_gap_minutes=60, prompts_per_day=1), fixed("15:00"))

    curve = preview(*schedules).curves[1][0]

    at_three = ORIGIN + 15 * 60
    assert not curve[at_three - 59 : at_three + 60].any()
    assert curve[at_three - 60] > 0 < curve[at_three + 60]
    assert curve.sum() == pytest.approx(1)


def test_days_are_told_apart_by_what_comes_on_the_next_day() -> None:
    # Of two people one has a questionnaire on Friday at 08:00, which keeps the evening before it
    # from 22:01 on free; the other's comes a day later. 119 of 240 minutes are after 22:00.
    evening = random(prompts_per_day=1, min_gap_minutes=600, windows=[window("20:00", "24:00")])
    exit_one = {"kind": "once", "name": "exit", "after_days": 4, "time": "08:00"}
    joining = {"participants": 2, "last_joining": date(2027, 1, 11)}

    curves = preview(evening, exit_one | {"response_window_minutes": 60}, **joining).curves[1]

    assert curves[3, ORIGIN + 1321 :].sum() == pytest.approx(119 / 480)


def test_a_window_over_midnight_belongs_to_the_day_it_begins_on() -> None:
    curve = preview(random(prompts_per_day=1, windows=[window("23:00", "01:00")])).curves[1][0]

    assert curve[ORIGIN + 1380 : ORIGIN + 1500] == pytest.approx([1 / 120] * 120)

from __future__ import annotations

from typing import Any

import pytest

from esmpress.sampling.schemes import parse_wake_times
from tests.sampling.preview.previews import WAKE, blocks, fixed, random, sentences, window

CALM = random(min_gap_minutes=30)
LATE = [window("22:00", "23:30")]


def about(text: str, *schedules: dict[str, Any], **fields: Any) -> list[str]:
    return [sentence for sentence in sentences(*schedules, **fields) if text in sentence]


def test_a_calm_design_has_nothing_suspicious() -> None:
    assert sentences(CALM, fixed("08:30", name="morning"), wake=WAKE) == []


@pytest.mark.parametrize(
    ("schedule", "field", "prompts"),
    [
        (random(prompts_per_day=3, windows=LATE), "windows", "1.0"),
        (random(prompts_per_day=1, windows=[window("05:00", "09:00")]), "windows", "0.5"),
        (fixed("06:59"), "times", "1.0"),
        (fixed("23:00", "12:00")| {"times": ["12:00", "23:00"]}, "times", "1.0"),
        (blocks(blocks=[{"from": "21:00", "to": "01:00"}], windows=[window("20:00", "02:00")]),
         "blocks", "0.5"),
    ],
)  # fmt: skip
def test_prompts_at_night_are_told_with_the_field_that_moves_them(
    schedule: dict[str, Any], field: str, prompts: str
) -> None:
    (sentence,) = about("most people sleep", schedule)

    assert sentence.startswith(
        f"schedule “{schedule['name']}”: {field}: {prompts} prompts a day come between 23:00 and "
    )


def test_the_edges_of_the_night_belong_to_the_day() -> None:
    assert not about("most people sleep", fixed("07:00", "22:59"))


def test_who_is_asked_by_the_own_waking_hours_is_not_asked_at_night() -> None:
    own = {"mon": {"from": "18:00", "to": "04:00"}}
    schedules = (
        random(windows="participant", prompts_per_day=2),
        {"kind": "anchored", "name": "bed", "days": 7, "anchor": "bed", "offset_minutes": -60,
         "response_window_minutes": 30},
    )  # fmt: skip

    assert not about("most people sleep", *schedules, wake=parse_wake_times(own))


@pytest.mark.parametrize(("time", "told"), [("01:59", 0), ("02:00", 1), ("02:59", 1), ("03:00", 0)])
def test_the_hour_of_clock_changes_is_told(time: str, told: int) -> None:
    assert len(about("clock changes skip or repeat", fixed(time))) == told


def test_one_possible_weekday_is_told_from_more_than_a_week_on() -> None:
    mondays = random(days=8, weekdays=["mon"])
    windows = [window("09:00", "21:00", "mon")]

    assert about("moments”: weekdays: all its prompts come on one weekday", mondays)
    assert about("moments”: windows: all its prompts come on one", random(days=8, windows=windows))
    assert not about("on one weekday", random(days=7, weekdays=["mon"]))
    assert not about("on one weekday", random(days=8, weekdays=["mon", "thu"]))


def test_a_gap_that_nearly_determines_the_day_is_told() -> None:
    # Burke's design with eight prompts: 720 - 7 x 90 leaves 90 minutes to share.
    tight = random(prompts_per_day=8, min_gap_minutes=90)

    (sentence,) = about("can foresee the next", tight)

    assert "min_gap_minutes: it leaves each prompt about 25 minutes to choose from" in sentence


def test_a_maximum_gap_can_determine_the_day_too() -> None:
    tight = random(prompts_per_day=4, min_gap_minutes=60, max_gap_minutes=62)

    (sentence,) = about("can foresee the next", tight)

    assert "moments”: max_gap_minutes" in sentence


def test_times_that_are_meant_to_be_known_are_not_called_foreseeable() -> None:
    assert not about("can foresee", fixed("09:00", "12:00", jitter_minutes=10))
    assert not about("can foresee", random(prompts_per_day=6, min_gap_minutes=60))


def test_a_gap_that_pushes_prompts_to_the_edges_of_blocks_is_told() -> None:
    # Of two blocks of 4 hours, a gap of 4 hours leaves the first quarter 1 - (3/4)^2 = 44 %.
    pushed = blocks(blocks=2, windows=[window("09:00", "17:00")], min_gap_minutes=240)

    (sentence,) = about("quarter of the block", pushed)

    assert "min_gap_minutes: it pushes 44% of the prompts of block" in sentence


def test_a_moderate_gap_between_blocks_is_not_told() -> None:
    assert not about("quarter of the block", blocks(min_gap_minutes=60))


def test_a_window_with_a_likeliest_minute_is_told() -> None:
    # Two prompts 600 of 720 minutes apart: the first is never later than 19:59 - 10 h.
    (sentence,) = about("likeliest minute", random(prompts_per_day=2, min_gap_minutes=600))

    assert "min_gap_minutes: it makes the likeliest minute of the window 6.0 times" in sentence
    assert not about("likeliest minute", random(prompts_per_day=2, min_gap_minutes=60))


def test_minutes_that_another_schedule_takes_from_a_window_are_told() -> None:
    (sentence,) = about("can have no prompt", random(min_gap_minutes=60), fixed("20:30"))

    assert "“moments”: min_gap_minutes: 89 minutes of its day between 19:31 and 21:00" in sentence


def test_a_schedule_beside_the_window_takes_nothing_from_it() -> None:
    assert not about("can have no prompt", random(min_gap_minutes=60), fixed("22:00"))
    assert not about("can have no prompt", random(prompts_per_day=8, min_gap_minutes=90))

"""Published designs, each with its source, drawn as the papers describe them."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.fields import SchemeFields
from esmpress.sampling.plan import PlannedPrompt
from esmpress.sampling.tables import InfeasibleDesign
from tests.sampling.builders import fixed, plan, random_in_blocks, window

START = date(2027, 3, 26)
MAASTRICHT_WINDOW = [window("07:30", "22:30")]


def plan_study(scheme: SchemeFields, participant: int = 1) -> list[list[PlannedPrompt]]:
    return [
        plan(scheme, START + timedelta(day), study_day=day + 1, participant=participant)
        for day in range(scheme.days)
    ]


def minutes_of_day(prompts: list[PlannedPrompt]) -> list[int]:
    return [60 * p.scheduled_local.hour + p.scheduled_local.minute for p in prompts]


# van Woerkom 2022, openESM 0063: 5 days, 10 blocks of 90 min, 07:30-22:30, 30 to 150 min apart.
def test_van_woerkom_has_fifty_prompts_one_per_block_30_to_150_minutes_apart() -> None:
    scheme = random_in_blocks(
        days=5,
        blocks=10,
        windows=MAASTRICHT_WINDOW,
        min_gap_minutes=30,
        max_gap_minutes=150,
        response_window_minutes=15,
    )

    days = [minutes_of_day(prompts) for prompts in plan_study(scheme)]

    assert sum(map(len, days)) == 50
    for minutes in days:
        assert [(minute - 450) // 90 for minute in minutes] == list(range(10))
        assert all(30 <= later - earlier <= 150 for earlier, later in pairwise(minutes))


def test_van_woerkom_read_as_a_margin_of_15_stays_off_both_ends_of_each_block() -> None:
    scheme = random_in_blocks(
        days=5,
        blocks=10,
        windows=MAASTRICHT_WINDOW,
        block_margin_minutes=15,
        response_window_minutes=15,
    )

    minutes = [
        minute
        for participant in range(60)
        for prompts in plan_study(scheme, participant)
        for minute in minutes_of_day(prompts)
    ]

    assert len(minutes) == 60 * 50
    assert {(minute - 450) % 90 for minute in minutes} == set(range(15, 75))


# ENGAGE, researchprotocols 2024/1/e57664: 21 days at 11, 14, 17 and 20 h.
def test_engage_has_84_prompts_at_its_four_hours() -> None:
    scheme = fixed("11:00", "14:00", "17:00", "20:00", days=21)

    days = [minutes_of_day(prompts) for prompts in plan_study(scheme)]

    assert days == [[660, 840, 1020, 1200]] * 21


# Neubauer, openESM 0072: one prompt at 19:00, open until 05:00 the next day, 21 days.
def test_neubauer_stays_open_until_five_in_the_morning() -> None:
    scheme = fixed("19:00", days=21, response_window_minutes=600)

    prompts = [prompt for prompts in plan_study(scheme) for prompt in prompts]

    assert len(prompts) == 21
    assert {f"{p.scheduled_local:%H:%M}" for p in prompts} == {"19:00"}
    assert all(p.open_until - p.scheduled_at == timedelta(hours=10) for p in prompts)


# Burke, PMC10365632: a 12-hour window, 9 prompts, at least 90 min apart; 8 gaps of 90 min fill it.
@pytest.mark.parametrize("blocks", [9, 10])
def test_burke_cannot_hold_nine_prompts_90_minutes_apart(blocks: int) -> None:
    scheme = random_in_blocks(blocks=blocks, windows=[window("09:00", "21:00")], min_gap_minutes=90)

    with pytest.raises(InfeasibleDesign, match="min_gap_minutes"):
        check_feasible(scheme)


def test_burke_holds_eight_prompts_90_minutes_apart() -> None:
    scheme = random_in_blocks(
        days=14, blocks=8, windows=[window("09:00", "21:00")], min_gap_minutes=90
    )

    check_feasible(scheme)

    for prompts in plan_study(scheme):
        minutes = minutes_of_day(prompts)
        assert len(minutes) == 8
        assert all(later - earlier >= 90 for earlier, later in pairwise(minutes))

from collections import Counter
from datetime import date
from itertools import pairwise
from typing import Any

import pytest

from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.schemes import parse_scheme
from esmpress.sampling.tables import InfeasibleDesign
from tests.sampling.builders import WARSAW, plan, refusal_of, window

MONDAY = date(2027, 1, 4)


def random_json(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "random",
        "days": 400,
        "prompts_per_day": 3,
        "windows": [window("09:00", "12:00")],
        "response_window_minutes": 20,
    } | fields


def infeasible(**fields: Any) -> str:
    with pytest.raises(InfeasibleDesign) as caught:
        check_feasible(parse_scheme(random_json(**fields)))
    return str(caught.value)


def test_every_prompt_can_take_nearly_every_minute_of_the_window() -> None:
    scheme = parse_scheme(random_json(prompts_per_day=2, windows=[window("09:00", "09:04")]))

    drawn = Counter(
        tuple(p.scheduled_local.minute for p in plan(scheme, MONDAY, WARSAW, participant=n))
        for n in range(600)
    )

    assert set(drawn) == {(a, b) for a in range(4) for b in range(a + 1, 4)}
    assert min(drawn.values()) > 60


def test_the_maximum_gap_holds_between_neighbours() -> None:
    scheme = parse_scheme(random_json(min_gap_minutes=10, max_gap_minutes=15))

    days = [[p.scheduled_at for p in plan(scheme, MONDAY, participant=n)] for n in range(200)]

    gaps = {(later - earlier).seconds // 60 for day in days for earlier, later in pairwise(day)}
    assert gaps == set(range(10, 16))


def test_without_windows_the_whole_day_counts() -> None:
    scheme = parse_scheme(random_json(prompts_per_day=100, windows=None))

    prompts = plan(scheme, MONDAY)

    assert len(prompts) == 100
    assert {p.scheduled_local.date() for p in prompts} == {MONDAY}


def test_the_last_prompt_of_a_full_window_is_refused_and_one_less_is_not() -> None:
    fields = {"min_gap_minutes": 60, "windows": [window("09:00", "12:01")]}

    check_feasible(parse_scheme(random_json(prompts_per_day=4, **fields)))

    assert infeasible(prompts_per_day=4, min_gap_minutes=60) == (
        "prompts_per_day: 4 prompts at least 60 minutes apart (min_gap_minutes) do not fit into "
        "09:00-12:00 on any day, where the end is no minute for a prompt; lower prompts_per_day "
        "to 3 or min_gap_minutes to 59."
    )


def test_more_prompts_than_minutes_are_refused_without_a_gap_to_lower() -> None:
    sentence = infeasible(prompts_per_day=11, windows=[window("09:00", "09:10", ("tue", "sun"))])

    assert sentence == (
        "prompts_per_day: 11 prompts do not fit into 09:00-09:10 on tue, sun, where the end is no "
        "minute for a prompt; lower prompts_per_day to 10."
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"prompts_per_day": 0}, "prompts_per_day: write at least 1 (not 0)."),
        ({"prompts_per_day": -3}, "prompts_per_day: write at least 1 (not -3)."),
        ({"prompts_per_day": 129}, "prompts_per_day: write at most 128 (not 129)."),
        ({"prompts_per_day": 10_000}, "prompts_per_day: write at most 128 (not 10000)."),
        ({"prompts_per_day": 3.0}, "prompts_per_day: write a whole number (not 3.0)."),
        ({"prompts_per_day": True}, "prompts_per_day: write a whole number (not true)."),
        ({"prompts_per_day": None}, "prompts_per_day: write a whole number (not null)."),
        ({"prompts_per_day": [3]}, "prompts_per_day: write a whole number."),
        ({"prompts_per_day": float("nan")}, "prompts_per_day: write a whole number (not NaN)."),
        ({"blocks": 3}, "blocks: there is no such field."),
    ],
)
def test_a_malformed_field_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(random_json(**fields)) == expected

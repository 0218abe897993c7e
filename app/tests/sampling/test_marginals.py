"""Real designs: what is drawn follows curves counted here another way, in whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from esmpress.sampling.curves import day_probabilities
from esmpress.sampling.many import plan_many
from esmpress.sampling.person import Person
from tests.sampling.builders import SEED, WARSAW, window
from tests.sampling.paths import path_of

FRIDAY, PEOPLE = date(2027, 3, 26), 20_000
# Das-Friebel, PMC10365632: six at random from 08:00 to 22:00 on weekdays, 60 minutes apart.
DAS_FRIEBEL = {
    "kind": "random",
    "days": 14,
    "prompts_per_day": 6,
    "min_gap_minutes": 60,
    "windows": [window("08:00", "22:00", ("mon", "tue", "wed", "thu", "fri"))],
}
# Van Woerkom 2022, openESM 0063: ten blocks of 90 minutes from 07:30, 30 to 150 minutes apart.
VAN_WOERKOM = {
    "kind": "random_in_blocks",
    "days": 5,
    "blocks": 10,
    "min_gap_minutes": 30,
    "max_gap_minutes": 150,
    "windows": [window("07:30", "22:30")],
}


def count_days(
    blocks: Sequence[tuple[int, int]], least: int, most: int
) -> list[dict[int, Fraction]]:
    """Return the share of the feasible days with each prompt at each minute, by counting them."""
    ahead: list[dict[int, int]] = [dict.fromkeys(range(*blocks[0]), 1)]
    for block in blocks[1:]:
        ahead.append(
            {
                m: sum(ahead[-1].get(m - gap, 0) for gap in range(least, most + 1))
                for m in range(*block)
            }
        )
    behind: list[dict[int, int]] = [dict.fromkeys(range(*blocks[-1]), 1)]
    for block in reversed(blocks[:-1]):
        behind.append(
            {
                m: sum(behind[-1].get(m + gap, 0) for gap in range(least, most + 1))
                for m in range(*block)
            }
        )
    total = sum(ahead[-1].values())
    return [
        {m: Fraction(before[m] * after[m], total) for m in before}
        for before, after in zip(ahead, reversed(behind), strict=True)
    ]


def share_at(place: int, of: int, minute: int, minutes: int, gap: int) -> Fraction:
    """Return the probability of the place-th of so many prompts at a minute, in closed form."""

    def ways(prompts: int, room: int) -> int:
        return math.comb(max(room - (prompts - 1) * (gap - 1), 0), prompts) if prompts else 1

    before, after = ways(place, minute - gap + 1), ways(of - place - 1, minutes - minute - gap)
    return Fraction(before * after, ways(of, minutes))


def drawn_minutes(scheme: dict[str, Any], opening: datetime) -> np.ndarray[Any, Any]:
    """Return the minutes of many participants' day, counted from the opening of the window."""
    planned = plan_many(
        path_of(scheme),
        on=FRIDAY,
        people=[(number, FRIDAY) for number in range(1, PEOPLE + 1)],
        time_zone=WARSAW,
        wake=None,
        seed=SEED,
    )
    midnight = datetime(2027, 3, 26, tzinfo=UTC)
    return planned.batches[0].minutes - (opening - midnight) // timedelta(minutes=1)


def require_fit(minutes: np.ndarray[Any, Any], shares: dict[int, Fraction]) -> None:
    expected = {minute: float(share) * PEOPLE for minute, share in shares.items()}
    counts = {minute: int((minutes == minute).sum()) for minute in expected}
    common = [minute for minute in expected if expected[minute] >= 5]
    chi = sum((counts[m] - expected[m]) ** 2 / expected[m] for m in common)
    assert sum(counts.values()) == PEOPLE
    assert chi < len(common) + 4 * (2 * len(common)) ** 0.5


def test_das_friebel_is_drawn_by_the_closed_form() -> None:
    minutes = drawn_minutes(DAS_FRIEBEL, datetime(2027, 3, 26, 7, 0, tzinfo=UTC))

    for place in range(6):
        shares = {m: share_at(place, 6, m, 840, 60) for m in range(840)}
        assert sum(shares.values()) == 1
        require_fit(minutes[:, place], shares)


def test_van_woerkom_is_drawn_as_its_feasible_days_are_counted() -> None:
    minutes = drawn_minutes(VAN_WOERKOM, datetime(2027, 3, 26, 6, 30, tzinfo=UTC))

    counted = count_days([(90 * i, 90 * i + 90) for i in range(10)], 30, 150)

    for place, shares in enumerate(counted):
        require_fit(minutes[:, place], shares)


def test_the_curve_of_van_woerkom_equals_the_counts() -> None:
    curves = day_probabilities(
        path_of(VAN_WOERKOM), start_date=FRIDAY, on=FRIDAY, person=Person(1, WARSAW), seed=SEED
    )[1]

    counted = count_days([(90 * i, 90 * i + 90) for i in range(10)], 30, 150)

    for curve, shares in zip(curves, counted, strict=True):
        offset = curve.start - 390
        found = {offset + i: p for i, p in enumerate(curve.probabilities.tolist())}
        assert {m: found.get(m, 0.0) for m in shares} == pytest.approx(
            {m: float(share) for m, share in shares.items()}, rel=1e-12
        )


def test_no_prompt_of_das_friebel_is_pushed_into_the_last_quarter_of_the_window() -> None:
    minutes = drawn_minutes(DAS_FRIEBEL, datetime(2027, 3, 26, 7, 0, tzinfo=UTC))

    first_quarter, last_quarter = (minutes < 210).mean(), (minutes >= 630).mean()

    exact = sum(share_at(place, 6, m, 840, 60) for place in range(6) for m in range(630, 840)) / 6
    assert last_quarter == pytest.approx(float(exact), abs=0.004)
    assert first_quarter == pytest.approx(float(exact), abs=0.004)
    assert exact < Fraction(26, 100)


def test_the_evening_of_coco_leaves_the_curve_of_its_moments_alone() -> None:
    moments = {
        "kind": "random",
        "days": 28,
        "prompts_per_day": 4,
        "min_gap_minutes": 60,
        "windows": [window("09:00", "18:00")],
    }
    evening = {"kind": "fixed", "days": 28, "times": ["19:30"]}
    place: dict[str, Any] = {
        "start_date": FRIDAY,
        "on": FRIDAY,
        "person": Person(1, ZoneInfo("Asia/Kolkata")),
    }

    alone = day_probabilities(path_of(moments), **place, seed=SEED)[1]
    beside = day_probabilities(path_of(moments, evening), **place, seed=SEED)[1]

    for one, other in zip(alone, beside, strict=True):
        assert one.start == other.start
        assert (one.probabilities == other.probabilities).all()

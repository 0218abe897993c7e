from __future__ import annotations

import numpy as np
import pytest

from esmpress.sampling.preview.freedom import free_minutes, outer_quarter
from esmpress.sampling.sampler import MinuteProbabilities, minute_probabilities
from esmpress.sampling.tables import DayShape


def test_one_prompt_has_every_minute_of_its_block() -> None:
    assert free_minutes(DayShape(((0, 90),), min_gap=1)) == pytest.approx(90)


def test_freedom_is_the_root_of_the_number_of_days() -> None:
    # Two of three minutes in order: three days.
    assert free_minutes(DayShape(((0, 3), (0, 3)), min_gap=1)) == pytest.approx(3**0.5)


def test_a_gap_that_leaves_one_day_leaves_no_freedom() -> None:
    assert free_minutes(DayShape(((0, 3), (0, 3)), min_gap=2)) == pytest.approx(1)


def test_a_maximum_gap_and_blocked_minutes_take_days_away() -> None:
    # Of (0, 1), (0, 2), (1, 2) the gap of two goes; without minute 0, (0, 1) goes too.
    near = DayShape(((0, 3), (0, 3)), min_gap=1, max_gap=1)
    blocked = DayShape(((0, 3), (0, 3)), min_gap=1, max_gap=1, blocked=((0, 1),))

    assert free_minutes(near) == pytest.approx(2**0.5)
    assert free_minutes(blocked) == pytest.approx(1)


def test_a_blocked_minute_in_the_middle_cannot_be_chosen() -> None:
    assert free_minutes(DayShape(((0, 3),), min_gap=1, blocked=((1, 2),))) == pytest.approx(2)


def test_long_days_stay_in_the_range_of_a_float() -> None:
    shape = DayShape(((0, 1440),) * 100, min_gap=1)

    assert 20 < free_minutes(shape) < 60


def test_without_a_gap_a_quarter_of_a_block_has_a_quarter_of_the_prompts() -> None:
    curve = MinuteProbabilities(60, np.full(120, 1 / 120))

    share, _ = outer_quarter(curve, 60, 180)

    assert share == pytest.approx(0.25)


def test_a_gap_of_a_block_s_length_pushes_four_tenths_into_its_outer_quarter() -> None:
    # Blocks 0-3 and 4-7, gap 4: the first prompt at 0, 1, 2, 3 leaves 4, 3, 2, 1 to the second.
    first, second = minute_probabilities(DayShape(((0, 4), (4, 8)), min_gap=4))

    early, late = outer_quarter(first, 0, 4), outer_quarter(second, 4, 8)
    assert [which for _, which in (early, late)] == ["first", "last"]
    assert [share for share, _ in (early, late)] == pytest.approx([0.4, 0.4])


def test_a_curve_that_begins_late_in_its_block_has_nothing_in_the_first_quarter() -> None:
    curve = MinuteProbabilities(3, np.ones(1))

    assert outer_quarter(curve, 0, 4) == (1.0, "last")

import math
from collections import Counter
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from esmpress.sampling.sampler import draw_days, minute_probabilities
from esmpress.sampling.tables import DayShape, InfeasibleDesign, build_tables, find_reachable
from tests.sampling.enumeration import feasible_days, small_shapes

SHAPES = [
    DayShape(((0, 6), (4, 10), (8, 14)), min_gap=3, max_gap=5),
    DayShape(((0, 9), (0, 9), (0, 9)), min_gap=2),
    DayShape(((0, 5), (5, 10), (10, 15)), min_gap=4),
    DayShape(((0, 5), (9, 12), (20, 24)), min_gap=0, max_gap=12),
    DayShape(((2, 8),), min_gap=1),
]


def uniforms(days: int, blocks: int) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    return np.random.default_rng(20270328).random((days, blocks))


@pytest.mark.parametrize("shape", SHAPES)
def test_draw_days_gives_every_feasible_day_the_same_share(shape: DayShape) -> None:
    days = feasible_days(shape)
    drawn = draw_days(shape, uniforms(400 * len(days), len(shape.blocks)))

    counts = Counter(map(tuple, drawn.tolist()))

    chi_square = sum((counts[day] - 400) ** 2 / 400 for day in days)
    assert set(counts) == set(days)
    assert chi_square < len(days) + 4 * (2 * len(days)) ** 0.5


@settings(deadline=None, max_examples=300)
@given(small_shapes())
def test_minute_probabilities_equal_the_shares_among_all_feasible_days(shape: DayShape) -> None:
    days = feasible_days(shape)
    assume(days)

    curves = minute_probabilities(shape)

    for index, curve in enumerate(curves):
        counts = Counter(day[index] for day in days)
        minutes = range(curve.start, curve.start + len(curve.probabilities))
        expected = [counts[minute] / len(days) for minute in minutes]
        assert sum(counts[minute] for minute in minutes) == len(days)
        assert curve.probabilities == pytest.approx(expected, rel=1e-12)


@settings(deadline=None, max_examples=300)
@given(small_shapes())
def test_a_shape_is_infeasible_exactly_when_no_day_can_be_listed(shape: DayShape) -> None:
    days = feasible_days(shape)

    try:
        reachable = find_reachable(shape)
    except InfeasibleDesign:
        assert days == []
    else:
        used = [{day[index] for day in days} for index in range(len(shape.blocks))]
        assert [set(range(*minutes)) for minutes in reachable] == used


@settings(deadline=None, max_examples=300)
@given(small_shapes(), st.data())
def test_draw_days_keeps_to_the_blocks_and_gaps_for_any_numbers(
    shape: DayShape, data: st.DataObject
) -> None:
    assume(feasible_days(shape))
    numbers = st.floats(0, 1, exclude_max=True)
    row = data.draw(st.lists(numbers, min_size=len(shape.blocks), max_size=len(shape.blocks)))

    day = tuple(draw_days(shape, np.array([row]))[0].tolist())

    assert day in feasible_days(shape)


@pytest.mark.parametrize(
    "shape",
    [
        DayShape(((0, 1440),) * 50, min_gap=20),
        DayShape(tuple((1440 * i, 1440 * i + 1440) for i in range(128)), min_gap=1),
    ],
)
def test_weights_of_many_long_blocks_neither_overflow_nor_vanish(shape: DayShape) -> None:
    tables = build_tables(shape)

    assert all(np.isfinite(block.completions).all() for block in tables.blocks)
    assert all(block.completions.max() >= 0.5 for block in tables.blocks)
    assert min(block.completions.min() for block in tables.blocks) > 0


def test_minute_probabilities_of_fifty_prompts_equal_the_binomial_formula() -> None:
    gap, last = 20, 1439
    curves = minute_probabilities(DayShape(((0, 1440),) * 50, min_gap=gap))

    total = ways(50, last + 1, gap)
    for index in (0, 10, 25, 49):
        curve = curves[index]
        minutes = range(curve.start, curve.start + len(curve.probabilities))
        expected = [
            ways(index, m - gap + 1, gap) * ways(49 - index, last - m - gap + 1, gap) / total
            for m in minutes
        ]
        assert curve.probabilities == pytest.approx(expected, rel=1e-11, abs=0)


def ways(prompts: int, minutes: int, gap: int) -> int:
    """Return in how many ways so many prompts fit into so many minutes, `gap` apart or more."""
    free = minutes - (prompts - 1) * (gap - 1)
    return math.comb(free, prompts) if prompts else 1


def test_draw_days_finds_the_few_days_a_tight_design_leaves() -> None:
    shape = DayShape(((0, 1440),) * 50, min_gap=29, max_gap=30)

    drawn = draw_days(shape, uniforms(2000, 50))

    gaps = np.diff(drawn, axis=1)
    assert gaps.min() == 29
    assert gaps.max() == 30
    assert drawn.min() >= 0
    assert drawn.max() < 1440


def test_a_number_on_the_boundary_of_two_minutes_draws_the_later_one() -> None:
    drawn = draw_days(DayShape(((0, 2),), min_gap=1), np.array([[0.0], [0.5]]))

    assert drawn.tolist() == [[0], [1]]


def test_the_largest_number_below_1_draws_the_last_minute_allowed() -> None:
    shape = DayShape(((0, 20), (0, 40)), min_gap=1, max_gap=4)

    drawn = draw_days(shape, np.array([[0.0, 1 - 2**-53]]))

    assert drawn.tolist() == [[0, 4]]


def test_the_largest_number_below_1_draws_no_blocked_minute() -> None:
    shape = DayShape(((0, 1), (0, 40)), min_gap=1, max_gap=8, blocked=((5, 12),))

    drawn = draw_days(shape, np.array([[0.0, 1 - 2**-53]]))

    assert drawn.tolist() == [[0, 4]]


def test_blocked_minutes_can_leave_no_day_although_each_block_has_some() -> None:
    shape = DayShape(((0, 11), (6, 15)), min_gap=5, max_gap=5, blocked=((1, 10),))

    with pytest.raises(InfeasibleDesign) as caught:
        build_tables(shape)

    assert (caught.value.block, caught.value.limit) == (1, "blocked")


def test_draw_days_of_one_day_equals_its_row_in_a_batch() -> None:
    shape = DayShape(tuple((90 * i, 90 * i + 90) for i in range(10)), min_gap=30, max_gap=150)
    numbers = uniforms(200, 10)

    batch = draw_days(shape, numbers)

    alone = [draw_days(shape, row.reshape(1, -1))[0].tolist() for row in numbers]
    assert alone == batch.tolist()


def test_drawn_minutes_follow_the_exact_curve_without_a_late_bias() -> None:
    shape = DayShape(tuple((120 * i, 120 * i + 120) for i in range(6)), min_gap=60)
    drawn = draw_days(shape, uniforms(200_000, 6))

    for index, curve in enumerate(minute_probabilities(shape)):
        counts = np.bincount(drawn[:, index] - curve.start, minlength=len(curve.probabilities))
        expected = 200_000 * curve.probabilities
        chi_square = float(((counts - expected) ** 2 / expected).sum())
        assert chi_square < len(expected) + 4 * (2 * len(expected)) ** 0.5


def test_a_smaller_number_never_draws_a_later_minute() -> None:
    shape = DayShape(((0, 300), (100, 400)), min_gap=10)
    numbers = np.linspace(0, 1, 500, endpoint=False)

    first = draw_days(shape, np.column_stack([numbers, numbers]))[:, 0].tolist()

    assert all(earlier <= later for earlier, later in pairwise(first))
    assert first[0] == 0

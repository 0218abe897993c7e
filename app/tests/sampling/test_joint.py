"""Schedules drawn together, against every feasible day listed one by one."""

from collections import Counter
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from esmpress.sampling.joint import Member, draw_jointly, joint_probabilities
from esmpress.sampling.tables import InfeasibleDesign

JointDay = tuple[tuple[int, ...], ...]

PAIRS = [
    (Member(((0, 6), (4, 10)), gap=2), Member(((3, 8),), gap=3)),
    (Member(((0, 8), (0, 8)), gap=1), Member(((0, 8),), gap=0)),
    (Member(((0, 4), (6, 10)), gap=2, blocked=((1, 3), (8, 9))), Member(((2, 9),), gap=1)),
    (Member(((0, 7),), gap=2), Member(((0, 7),), gap=1), Member(((2, 9),), gap=0)),
]


def feasible_days(members: tuple[Member, ...]) -> list[JointDay]:
    """Return all days of all members that keep to their blocks, order and gaps."""
    own = [_own_days(member) for member in members]
    return [day for day in product(*own) if _keeps_gaps(members, day)]


def _own_days(member: Member) -> list[tuple[int, ...]]:
    return [
        day
        for day in product(*(range(*block) for block in member.blocks))
        if all(later - earlier >= max(member.gap, 1) for earlier, later in pairwise(day))
        and not any(start <= minute < stop for minute in day for start, stop in member.blocked)
    ]


def _keeps_gaps(members: tuple[Member, ...], day: JointDay) -> bool:
    placed = [(minute, of) for of, minutes in enumerate(day) for minute in minutes]
    return all(
        abs(first - second) >= members[one].gap_to(members[other])
        for first, one in placed
        for second, other in placed
        if one != other
    )


@st.composite
def small_members(draw: st.DrawFn) -> tuple[Member, ...]:
    return tuple(
        Member(
            tuple((s, s + draw(st.integers(1, 5))) for s in sorted(starts)),
            gap=draw(st.integers(0, 4)),
            blocked=tuple(
                (s, s + draw(st.integers(1, 3))) for s in draw(st.lists(st.integers(0, 12)))[:2]
            ),
        )
        for starts in draw(
            st.lists(st.lists(st.integers(0, 10), min_size=1, max_size=2), min_size=2, max_size=3)
        )
    )


@pytest.mark.parametrize("members", PAIRS)
def test_every_feasible_day_of_all_schedules_has_the_same_share(
    members: tuple[Member, ...],
) -> None:
    days = feasible_days(members)
    numbers = np.random.default_rng(20270328).random((200 * len(days), 4)).tolist()

    counts = Counter(tuple(map(tuple, draw_jointly(members, row))) for row in numbers)

    chi_square = sum((counts[day] - 200) ** 2 / 200 for day in days)
    assert set(counts) == set(days)
    assert chi_square < len(days) + 4 * (2 * len(days)) ** 0.5


@settings(deadline=None, max_examples=200)
@given(small_members())
def test_the_curves_equal_the_shares_among_all_feasible_days(members: tuple[Member, ...]) -> None:
    days = feasible_days(members)
    assume(days)

    curves = joint_probabilities(members)

    for of, member in enumerate(members):
        for index in range(len(member.blocks)):
            counts = Counter(day[of][index] for day in days)
            curve = curves[of][index]
            minutes = range(curve.start, curve.start + len(curve.probabilities))
            expected = [counts[minute] / len(days) for minute in minutes]
            assert curve.probabilities == pytest.approx(expected, rel=1e-9)


@settings(deadline=None, max_examples=200)
@given(small_members(), st.lists(st.floats(0, 1, exclude_max=True), min_size=6, max_size=6))
def test_any_numbers_draw_a_feasible_day_or_none_exists(
    members: tuple[Member, ...], numbers: list[float]
) -> None:
    days = feasible_days(members)

    try:
        drawn = tuple(map(tuple, draw_jointly(members, numbers)))
    except InfeasibleDesign:
        assert days == []
    else:
        assert drawn in days


def test_two_real_schedules_share_a_day_without_a_late_bias() -> None:
    moments = Member(tuple((120 * i, 120 * i + 120) for i in range(6)), gap=60)
    diary = Member(((0, 720),), gap=15)
    numbers = np.random.default_rng(7).random((20_000, 7)).tolist()

    drawn = [draw_jointly((moments, diary), row) for row in numbers]

    for of, curves in enumerate(joint_probabilities((moments, diary))):
        for index, curve in enumerate(curves):
            minutes = np.array([day[of][index] for day in drawn]) - curve.start
            counts = np.bincount(minutes, minlength=len(curve.probabilities))
            expected = len(drawn) * curve.probabilities
            common = expected >= 5
            chi_square = float(((counts - expected)[common] ** 2 / expected[common]).sum())
            assert counts[expected == 0].sum() == 0
            assert chi_square < common.sum() + 4 * (2 * common.sum()) ** 0.5


def test_a_design_too_large_to_draw_together_is_refused() -> None:
    crowded = tuple(Member(tuple((0, 1440) for _ in range(40)), gap=1) for _ in range(3))

    with pytest.raises(InfeasibleDesign, match="too many prompts"):
        draw_jointly(crowded, [0.5] * 120)

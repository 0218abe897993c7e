from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.sampling.allocation import Drawn, arm_at, block_of_arms

SEED = bytes(16)
WEIGHTS = st.lists(st.integers(1, 5), min_size=1, max_size=5).map(tuple)


def sequence(
    weights: tuple[int, ...], *, length: int, seed: bytes = SEED, stratum: str = ""
) -> list[Drawn]:
    return [
        arm_at(seed, stratum=stratum, position=position, weights=weights)
        for position in range(1, length + 1)
    ]


def blocks(weights: tuple[int, ...], count: int, stratum: str = "") -> list[tuple[int, ...]]:
    return [block_of_arms(SEED, stratum, block, weights) for block in range(1, count + 1)]


@given(weights=WEIGHTS, seed=st.binary(min_size=16, max_size=16), stratum=st.text(max_size=10))
def test_each_block_holds_each_arm_by_its_weight(
    weights: tuple[int, ...], seed: bytes, stratum: str
) -> None:
    first = arm_at(seed, stratum=stratum, position=1, weights=weights)

    block = [
        arm_at(seed, stratum=stratum, position=position, weights=weights)
        for position in range(1, first.block_size + 1)
    ]

    factor = first.block_size // sum(weights)
    assert factor in {2, 3}
    assert Counter(one.arm for one in block) == {
        arm: factor * weight for arm, weight in enumerate(weights)
    }
    assert [one.place for one in block] == list(range(1, first.block_size + 1))


def test_the_same_seed_draws_the_same_sequence_for_ever() -> None:
    drawn = sequence((1, 1), length=12)

    assert [one.arm for one in drawn] == [1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1]
    assert drawn == sequence((1, 1), length=12)


def test_another_seed_or_stratum_draws_another_sequence() -> None:
    plain = [one.arm for one in sequence((1, 1), length=60)]

    assert plain != [one.arm for one in sequence((1, 1), length=60, seed=b"\1" * 16)]
    assert plain != [one.arm for one in sequence((1, 1), length=60, stratum="clinic")]


def test_a_sequence_is_its_blocks_one_after_another() -> None:
    expected = [arm for block in blocks((2, 1), 8) for arm in block]

    assert [one.arm for one in sequence((2, 1), length=len(expected))] == expected


def test_two_strata_agree_no_more_often_than_chance() -> None:
    first, second = (blocks((1, 1), 2000, stratum) for stratum in ("clinic", "home"))

    same = [one[0] == other[0] for one, other in zip(first, second, strict=True)]
    assert abs(sum(same) / len(same) - 0.5) < 0.04


def test_both_block_sizes_are_equally_likely() -> None:
    sizes = Counter(len(block) for block in blocks((1, 2), 2000))

    assert set(sizes) == {6, 9}
    assert abs(sizes[6] / sizes.total() - 0.5) < 0.04


def test_each_order_of_a_block_is_equally_likely() -> None:
    orders = Counter(block for block in blocks((1, 1), 6000) if len(block) == 4)

    expected = orders.total() / 6
    chi_square = sum((count - expected) ** 2 / expected for count in orders.values())
    assert len(orders) == 6
    assert chi_square < 20.5  # 5 degrees of freedom, p = 0.001


def test_the_first_place_of_a_block_goes_to_the_arms_by_their_weights() -> None:
    firsts = Counter(block[0] for block in blocks((3, 2, 1), 4000))

    shares = [firsts[arm] / firsts.total() for arm in range(3)]
    assert shares == pytest.approx([3 / 6, 2 / 6, 1 / 6], abs=0.03)


@pytest.mark.parametrize(("weights", "position"), [((), 1), ((1, 0), 1), ((1, 1), 0), ((2, -1), 1)])
def test_what_makes_no_sequence_is_refused(weights: tuple[int, ...], position: int) -> None:
    with pytest.raises(ValueError, match="count from 1"):
        arm_at(SEED, stratum="", position=position, weights=weights)

"""Every feasible day of a small shape, listed one by one: what the sampler must agree with."""

from itertools import pairwise, product

from hypothesis import strategies as st

from esmpress.sampling.tables import DayShape

Day = tuple[int, ...]


def feasible_days(shape: DayShape) -> list[Day]:
    """Return all days that keep to the blocks and to both gaps."""
    return [
        day
        for day in product(*(range(*block) for block in shape.blocks))
        if all(_fits(later - earlier, shape) for earlier, later in pairwise(day))
    ]


def _fits(gap: int, shape: DayShape) -> bool:
    return shape.min_gap <= gap and (shape.max_gap is None or gap <= shape.max_gap)


@st.composite
def small_shapes(draw: st.DrawFn) -> DayShape:
    """Return shapes whose blocks may overlap, lie apart, or leave no feasible day at all."""
    starts = draw(st.lists(st.integers(0, 12), min_size=1, max_size=4).map(sorted))
    blocks = tuple((start, start + draw(st.integers(1, 7))) for start in starts)
    min_gap = draw(st.integers(0, 5))
    max_gap = draw(st.none() | st.integers(max(min_gap, 1), 9))
    return DayShape(blocks, min_gap, max_gap)

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Philox

from esmpress.sampling.philox import philox_words

WORD = st.integers(0, 2**64 - 1)


def to_words(number: int, count: int) -> list[int]:
    """Return a number as 64-bit words, the least significant first."""
    return [number >> 64 * place & (2**64 - 1) for place in range(count)]


@given(st.lists(st.tuples(st.integers(0, 2**128 - 1), st.integers(0, 2**256 - 2)), min_size=1))
def test_each_row_holds_the_step_numpy_takes_for_its_key_and_counter(
    rows: list[tuple[int, int]],
) -> None:
    keys = np.array([to_words(key, 2) for key, _ in rows], dtype=np.uint64)
    counters = np.array([to_words(counter + 1, 4) for _, counter in rows], dtype=np.uint64)

    words = philox_words(keys, counters)

    expected = [Philox(key=key, counter=counter).random_raw(4).tolist() for key, counter in rows]
    assert words.tolist() == expected

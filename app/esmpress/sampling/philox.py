"""Philox4x64-10 for many keys at once: the words NumPy's Philox gives for one key after another.

Salmon, Moraes, Dror and Shaw (2011), https://doi.org/10.1145/2063384.2063405. A generator of its
own for each participant would take thirty times as long to set up as to draw from.
"""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]

WORDS_PER_STEP = 4
_ROUNDS = 10
_MULTIPLIERS = (0xD2E7470EE14C6C93, 0xCA5A826395121157)
_KEY_STEPS = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBB67AE8584CAA73B))
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def philox_words(keys: Words, counters: Words) -> Words:
    """Return the four words of a step for each row: a key of two words, a counter of four.

    The least significant word comes first. NumPy counts one up before its first step.
    """
    c0, c1, c2, c3 = (counters[:, column].copy() for column in range(WORDS_PER_STEP))
    k0, k1 = keys[:, 0].copy(), keys[:, 1].copy()
    for _ in range(_ROUNDS):
        high0, low0 = _multiply(c0, _MULTIPLIERS[0])
        high1, low1 = _multiply(c2, _MULTIPLIERS[1])
        c0, c1, c2, c3 = high1 ^ c1 ^ k0, low1, high0 ^ c3 ^ k1, low0
        k0 += _KEY_STEPS[0]
        k1 += _KEY_STEPS[1]
    return np.stack((c0, c1, c2, c3), axis=1)


def _multiply(factor: Words, by: int) -> tuple[Words, Words]:
    """The upper and the lower 64 bits of the products."""
    a0, a1 = factor & _LOW, factor >> _HALF
    b0, b1 = np.uint64(by) & _LOW, np.uint64(by) >> _HALF
    cross0, cross1 = a0 * b1, a1 * b0
    carry = (a0 * b0 >> _HALF) + (cross0 & _LOW) + (cross1 & _LOW)
    high = a1 * b1 + (cross0 >> _HALF) + (cross1 >> _HALF) + (carry >> _HALF)
    return high, factor * np.uint64(by)

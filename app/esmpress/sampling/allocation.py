"""Allocation to arms: seeded permuted blocks, one sequence for each stratum."""

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, count, repeat

from numpy.random import Philox

# A published version is never changed; a new one is added beside it.
ALGORITHM = 1
# A block is so many times the sum of the weights long, which one by chance: whoever counts along
# cannot tell where it ends.
FACTORS = (2, 3)
# Philox counts in steps of four 64-bit words; a block owns this many.
STEPS_PER_BLOCK = 1 << 16


@dataclass(frozen=True)
class Drawn:
    """The arm, as an index into the weights, and where it stood: block, place and size of block.

    Blocks and places count from 1.
    """

    arm: int
    block: int
    place: int
    block_size: int


def arm_at(seed: bytes, *, stratum: str, position: int, weights: tuple[int, ...]) -> Drawn:
    """Return what is drawn at a position (counted from 1) of a stratum's sequence.

    Raises ValueError without a weight, for a weight below 1 and for a position below 1.
    """
    return next(arms_from(seed, stratum=stratum, position=position, weights=weights))


def arms_from(
    seed: bytes, *, stratum: str, position: int, weights: tuple[int, ...]
) -> Iterator[Drawn]:
    """Yield what is drawn at a position of a stratum's sequence and, without end, after it.

    Raises ValueError as `arm_at` does.
    """
    if not weights or min(weights) < 1 or position < 1:
        raise ValueError("positions and weights count from 1, and there is an arm at least")
    place = position
    for block in count(1):
        arms = block_of_arms(seed, stratum, block, weights)
        for here in range(place, len(arms) + 1):
            yield Drawn(arms[here - 1], block, here, len(arms))
        place = max(place - len(arms), 1)


@lru_cache(maxsize=4096)
def block_of_arms(
    seed: bytes, stratum: str, block: int, weights: tuple[int, ...]
) -> tuple[int, ...]:
    """Each arm as often as its weight says, times the factor of the block, in random order."""
    longest = FACTORS[-1] * sum(weights)
    first, *others = _uniforms(seed, stratum, block, longest)
    factor = FACTORS[int(first * len(FACTORS))]
    arms = list(chain.from_iterable(repeat(arm, factor * n) for arm, n in enumerate(weights)))
    for last, uniform in zip(range(len(arms) - 1, 0, -1), others, strict=False):
        other = int(uniform * (last + 1))
        arms[last], arms[other] = arms[other], arms[last]
    return tuple(arms)


def _uniforms(seed: bytes, stratum: str, block: int, size: int) -> list[float]:
    message = f"esmpress/allocation/{ALGORITHM}/{stratum}".encode()
    digest = hmac.digest(seed, message, "sha256")
    key, upper_half = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:], "big")
    generator = Philox(key=key, counter=(upper_half << 128) + block * STEPS_PER_BLOCK)
    # NumPy promises the raw words for ever, but not what its own distributions make of them.
    return [(int(word) >> 11) * 2.0**-53 for word in generator.random_raw(size)]

"""Random numbers of the synthetic participants: a stream of its own for each thing drawn."""

from __future__ import annotations

from hashlib import sha256
from random import Random
from statistics import NormalDist

NORMAL = NormalDist()


def stream(seed: int, *names: object) -> Random:
    """The stream of one named thing; whatever else is drawn, and when, changes nothing in it."""
    # Nobody must be unable to guess it: on the contrary, everybody can draw it again.
    return Random("/".join(map(str, ("esmpress simulation", seed, *names))))  # noqa: S311


def study_seed(seed: int) -> str:
    """The seed of the simulated study, in hex digits: never the real one.

    With the real one the data would tell when real participants will be asked, and their arms.
    """
    return sha256(f"esmpress simulation/{seed}".encode()).hexdigest()[:32]


def normal(draws: Random) -> float:
    """A standard normal number from one number of the stream."""
    return NORMAL.inv_cdf(_inside(draws.random()))


def quantile(z: float) -> float:
    """The share of standard normal numbers below `z`, never quite 0 or 1."""
    return _inside(NORMAL.cdf(z))


def _inside(share: float) -> float:
    return min(max(share, 1e-12), 1 - 1e-12)

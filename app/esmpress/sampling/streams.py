"""Random numbers that depend on nothing but the study's seed and whose day it is."""

import hmac
from collections.abc import Sequence

import numpy as np
from numpy.random import Philox

from esmpress.sampling.tables import Floats

# Philox counts in steps of four 64-bit words; a study day owns 32 steps of its participant's.
STEPS_PER_DAY = 32
WORDS_PER_DAY = 4 * STEPS_PER_DAY


def day_uniforms(
    seed: bytes, *, schedule: int, participant: int, study_day: int, algorithm: int, count: int
) -> Floats:
    """Return the first `count` (at most WORDS_PER_DAY) numbers in [0, 1) of one study day."""
    key, counter = _start_of_day(seed, algorithm, schedule, participant, study_day)
    return _to_uniforms(Philox(key=key, counter=counter).random_raw(count))


def study_uniforms(
    seed: bytes,
    *,
    schedule: int,
    participants: Sequence[int],
    days: int,
    algorithm: int,
    count: int,
) -> Floats:
    """Return the numbers of `day_uniforms` as an array (participant, study day, count)."""
    words = np.empty((len(participants), days, count), dtype=np.uint64)
    generator = Philox(key=0)
    for row, participant in enumerate(participants):
        _rewind(generator, *_start_of_day(seed, algorithm, schedule, participant, study_day=1))
        whole_days = generator.random_raw(days * WORDS_PER_DAY).reshape(days, WORDS_PER_DAY)
        words[row] = whole_days[:, :count]
    return _to_uniforms(words)


def batch_uniforms(
    seed: bytes,
    *,
    schedule: int,
    participants: Sequence[int],
    study_days: Sequence[int],
    algorithm: int,
    count: int,
) -> Floats:
    """Return the numbers of `day_uniforms` for one study day of each participant, row by row."""
    words = np.empty((len(participants), count), dtype=np.uint64)
    generator = Philox(key=0)
    whole_steps = -(-count // 4) * 4
    for row, (participant, study_day) in enumerate(zip(participants, study_days, strict=True)):
        _rewind(generator, *_start_of_day(seed, algorithm, schedule, participant, study_day))
        words[row] = generator.random_raw(whole_steps)[:count]
    return _to_uniforms(words)


def _start_of_day(
    seed: bytes, algorithm: int, schedule: int, participant: int, study_day: int
) -> tuple[int, int]:
    message = f"esmpress/{algorithm}/{schedule}/{participant}".encode("ascii")
    digest = hmac.digest(seed, message, "sha256")
    key, upper_half = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:], "big")
    return key, (upper_half << 128) + study_day * STEPS_PER_DAY


def _rewind(generator: Philox, key: int, counter: int) -> None:
    # A new Philox first collects entropy it never uses, which takes longer than a day's draw. The
    # buffer is empty here, because only whole steps are taken.
    state = generator.state
    state["state"] = {"key": _to_words(key, 2), "counter": _to_words(counter, 4)}
    generator.state = state


def _to_words(number: int, count: int) -> np.ndarray[tuple[int], np.dtype[np.uint64]]:
    return np.frombuffer(number.to_bytes(8 * count, "little"), dtype="<u8").astype(np.uint64)


def _to_uniforms(words: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> Floats:
    # NumPy promises the raw words for ever, but not what its own distributions make of them.
    return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53

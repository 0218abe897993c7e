"""Random numbers that depend on nothing but the study's seed and whose day it is."""

import hmac
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.random import Philox

from esmpress.sampling.philox import WORDS_PER_STEP, Words, philox_words
from esmpress.sampling.tables import Floats, Minutes

# Philox counts in steps of four 64-bit words; a study day owns 32 steps of its participant's.
STEPS_PER_DAY = 32
WORDS_PER_DAY = WORDS_PER_STEP * STEPS_PER_DAY
# So many rows of intermediate results stay in a processor's cache.
CHUNK = 8192


def day_uniforms(
    seed: bytes, *, schedule: int, participant: int, study_day: int, algorithm: int, count: int
) -> Floats:
    """Return the first `count` (at most WORDS_PER_DAY) numbers in [0, 1) of one study day."""
    digest = _participant_digest(seed, algorithm, schedule, participant)
    key, upper_half = int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:], "big")
    counter = (upper_half << 128) + study_day * STEPS_PER_DAY
    return _to_uniforms(Philox(key=key, counter=counter).random_raw(count))


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
    digests = [_participant_digest(seed, algorithm, schedule, one) for one in participants]
    # Most significant word first, as the digests were read.
    halves = np.frombuffer(b"".join(digests), dtype=">u8").reshape(-1, 4).astype(np.uint64)
    steps = -(-count // WORDS_PER_STEP)
    uniforms = np.empty((len(participants), steps * WORDS_PER_STEP))
    for begin in range(0, len(participants), CHUNK):
        rows = slice(begin, begin + CHUNK)
        words = _days_of(halves[rows], np.array(study_days[rows], dtype=np.int64), steps)
        uniforms[rows] = _to_uniforms(words)
    return uniforms[:, :count]


@lru_cache(maxsize=1 << 15)
def _participant_digest(seed: bytes, algorithm: int, schedule: int, participant: int) -> bytes:
    message = f"esmpress/{algorithm}/{schedule}/{participant}".encode("ascii")
    return hmac.digest(seed, message, "sha256")


def _days_of(halves: Words, study_days: Minutes, steps: int) -> Words:
    """The words of the first steps of one study day for each digest, row by row."""
    key, upper_half = halves[:, 1::-1], halves[:, :1:-1]
    counters = np.zeros((len(halves), steps, WORDS_PER_STEP), dtype=np.uint64)
    counters[:, :, 0] = study_days[:, None] * STEPS_PER_DAY + np.arange(1, steps + 1)
    counters[:, :, 2:] = upper_half[:, None]
    words = philox_words(np.repeat(key, steps, axis=0), counters.reshape(-1, WORDS_PER_STEP))
    return words.reshape(len(halves), steps * WORDS_PER_STEP)


def _to_uniforms(words: np.ndarray[tuple[int, ...], np.dtype[np.uint64]]) -> Floats:
    # NumPy promises the raw words for ever, but not what its own distributions make of them.
    return (words >> np.uint64(11)).astype(np.float64) * 2.0**-53

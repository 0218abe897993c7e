import hashlib
import hmac

import numpy as np
import pytest
from numpy.random import Philox

from esmpress.sampling.streams import WORDS_PER_DAY, batch_uniforms, day_uniforms
from tests.sampling.builders import SEED

RAW_WORDS = [
    4416330634817008932,
    14207796890515619315,
    459853313135139112,
    1008935834629644075,
    14936766769224388730,
]


def first_numbers(
    seed: bytes = SEED,
    *,
    schedule: int = 1,
    participant: int = 1,
    study_day: int = 1,
    algorithm: int = 1,
) -> list[float]:
    numbers = day_uniforms(
        seed,
        schedule=schedule,
        participant=participant,
        study_day=study_day,
        algorithm=algorithm,
        count=8,
    )
    return list(map(float, numbers))


def test_day_uniforms_come_from_philox_keyed_by_the_digest_of_the_participant() -> None:
    digest = hmac.new(SEED, b"esmpress/1/4/17", hashlib.sha256).digest()
    counter = (int.from_bytes(digest[16:], "big") << 128) + 3 * 32
    words = Philox(key=int.from_bytes(digest[:16], "big"), counter=counter).random_raw(8)

    numbers = first_numbers(schedule=4, participant=17, study_day=3)

    assert numbers == [int(word) // 2**11 / 2**53 for word in words]


def test_numpy_gives_the_raw_philox_words_algorithm_1_was_published_with() -> None:
    generator = Philox(key=(7 << 64) + 5, counter=(11 << 192) + (3 << 128) + 32)

    words = generator.random_raw(5).tolist()

    assert words == RAW_WORDS


@pytest.mark.parametrize("part", ["schedule", "participant", "study_day", "algorithm"])
def test_day_uniforms_change_with_each_part_of_their_address(part: str) -> None:
    address = {"schedule": 1, "participant": 1, "study_day": 1, "algorithm": 1, "count": 8}

    changed = day_uniforms(SEED, **(address | {part: 2}))

    assert not set(changed.tolist()) & set(first_numbers())


def test_day_uniforms_change_with_the_seed() -> None:
    assert not set(first_numbers(b"another seed")) & set(first_numbers())


def test_neighbouring_participants_and_schedules_never_share_an_address() -> None:
    assert first_numbers(schedule=1, participant=11) != first_numbers(schedule=11, participant=1)
    assert first_numbers(schedule=11, participant=1) != first_numbers(schedule=1, participant=1)


def test_the_largest_day_ends_before_the_next_one_begins() -> None:
    today = day_uniforms(
        SEED, schedule=1, participant=1, study_day=1, algorithm=1, count=WORDS_PER_DAY
    )

    assert not set(today.tolist()) & set(first_numbers(study_day=2))


def test_batch_uniforms_hold_the_numbers_of_every_day_replayed_alone() -> None:
    people = [(5, 3), (900_000, 1), (1, 17)]

    batch = batch_uniforms(
        SEED,
        schedule=3,
        participants=[participant for participant, _ in people],
        study_days=[day for _, day in people],
        algorithm=1,
        count=8,
    )

    for row, (participant, day) in zip(batch, people, strict=True):
        assert row.tolist() == first_numbers(schedule=3, participant=participant, study_day=day)


def test_uniforms_are_uncorrelated_between_days_and_between_participants() -> None:
    numbers = batch_uniforms(
        SEED,
        schedule=1,
        participants=[participant for participant in range(2000) for _ in (1, 2)],
        study_days=[1, 2] * 2000,
        algorithm=1,
        count=10,
    ).reshape(2000, 2, 10)

    days = np.corrcoef(numbers[:, 0].ravel(), numbers[:, 1].ravel())[0, 1]
    participants = np.corrcoef(numbers[:-1, 0].ravel(), numbers[1:, 0].ravel())[0, 1]

    assert abs(days) < 0.03
    assert abs(participants) < 0.03
    assert abs(numbers.mean() - 0.5) < 0.01
    assert numbers.min() >= 0
    assert numbers.max() < 1

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from esmpress.export.shifting import MOST_WEEKS, shift_key, shift_of, weeks_shifted
from tests.factories import make_study

CODES = [f"P{number:04d}" for number in range(1, 1001)]
# Of wall clocks, in twenty years.
FIRST = datetime(2020, 1, 1)  # noqa: DTZ001
instants = some.integers(0, 10_500_000).map(lambda minutes: FIRST + timedelta(minutes=minutes))


@given(some.binary(min_size=32, max_size=32), some.sampled_from(CODES), instants, instants)
def test_weekdays_and_gaps_stay(key: bytes, code: str, one: datetime, other: datetime) -> None:
    shift = shift_of(code, key)

    assert (one + shift).weekday() == one.weekday()
    assert (other + shift) - (one + shift) == other - one
    assert timedelta(weeks=-MOST_WEEKS) <= shift <= timedelta(weeks=-1)


def test_everybody_is_moved_by_their_own_number_and_always_the_same() -> None:
    drawn = [weeks_shifted(code, b"k" * 32) for code in CODES]

    assert drawn == [weeks_shifted(code, b"k" * 32) for code in CODES]
    assert set(drawn) == set(range(-MOST_WEEKS, 0))


def test_another_key_moves_by_other_numbers() -> None:
    one, other = ([weeks_shifted(code, key) for code in CODES] for key in (b"1" * 32, b"2" * 32))

    assert sum(a == b for a, b in zip(one, other, strict=True)) < 40


@pytest.mark.django_db
def test_each_study_has_a_key_of_its_own() -> None:
    one, other = make_study(), make_study()

    assert shift_key(one) == shift_key(one)
    assert shift_key(one) != shift_key(other)
    assert len(shift_key(one)) == 32

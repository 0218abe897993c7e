"""Growing waits for whoever guesses."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from esmpress.accounts.attempting import (
    FREE_OF_ACCOUNT,
    FREE_OF_NETWORK,
    LONGEST_WAIT,
    HasToWait,
    Key,
    charge,
    forget,
    take_back,
    waiting,
)
from esmpress.accounts.models import Attempts
from tests.accounts.two_at_once import at_once

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
ANNA = Key("account", "anna@example.org")
OFFICE = Key("network", "192.0.2.0/24")


def guess(times: int, *keys: Key, at: datetime = NOW) -> None:
    for _ in range(times):
        charge(list(keys), now=at)


def wait_after(key: Key, at: datetime) -> timedelta:
    with pytest.raises(HasToWait) as wait:
        charge([key], now=at)
    return wait.value.until - at


def test_five_wrong_guesses_begin_a_wait() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)

    assert wait_after(ANNA, NOW) == timedelta(seconds=30)
    assert waiting(now=NOW) == 1


def test_each_wrong_guess_after_a_wait_doubles_it_up_to_a_quarter_of_an_hour() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)
    at, waits = NOW, []
    for _ in range(7):
        waits.append(wait_after(ANNA, at))
        at += waits[-1]
        charge([ANNA], now=at)

    assert [wait.total_seconds() for wait in waits] == [30, 60, 120, 240, 480, 900, 900]
    assert waits[-1] == LONGEST_WAIT


def test_what_is_tried_during_a_wait_does_not_make_it_longer() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)
    for second in range(20):
        wait_after(ANNA, NOW + timedelta(seconds=second))

    charge([ANNA], now=NOW + timedelta(seconds=30))


def test_after_a_quiet_day_nothing_is_held_against_anybody() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)
    later = NOW + timedelta(days=1, seconds=1)

    guess(FREE_OF_ACCOUNT, ANNA, at=later)

    assert wait_after(ANNA, later) == timedelta(seconds=30)


def test_a_right_guess_is_not_counted() -> None:
    for _ in range(3 * FREE_OF_ACCOUNT):
        take_back(charge([ANNA, OFFICE], now=NOW))

    assert set(Attempts.objects.values_list("failures", flat=True)) == {0}


def test_a_right_guess_after_a_wait_leaves_room_for_the_second_step() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)
    after = NOW + timedelta(seconds=30)

    take_back(charge([ANNA], now=after))

    charge([ANNA], now=after)


def test_a_right_guess_does_not_end_the_wait_of_others() -> None:
    guess(FREE_OF_ACCOUNT - 1, ANNA)
    right = charge([ANNA], now=NOW)
    Attempts.objects.update(blocked_until=NOW + timedelta(minutes=5), failures=8)

    take_back(right)

    assert wait_after(ANNA, NOW) == timedelta(minutes=5)


def test_who_has_shown_who_they_are_begins_anew() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)

    forget([ANNA], now=NOW)

    guess(FREE_OF_ACCOUNT, ANNA)


def test_a_network_that_tries_many_accounts_has_to_wait() -> None:
    for number in range(FREE_OF_NETWORK):
        charge([OFFICE, Key("account", f"{number}@example.org")], now=NOW)

    assert wait_after(OFFICE, NOW) == timedelta(seconds=30)


def test_a_wait_of_the_account_is_not_held_against_the_network() -> None:
    guess(FREE_OF_ACCOUNT, ANNA)
    with pytest.raises(HasToWait):
        charge([OFFICE, ANNA], now=NOW)

    assert Attempts.objects.get(key=OFFICE.hash).failures == 0


def test_an_address_is_the_same_in_any_case_and_stands_nowhere() -> None:
    guess(1, Key("account", " Anna@Example.org"))

    found = Attempts.objects.get()
    assert bytes(found.key) == ANNA.hash
    assert b"anna" not in bytes(found.key)


def test_what_is_old_goes_with_the_next_log_in() -> None:
    guess(1, OFFICE, at=NOW - timedelta(days=2))

    forget([ANNA], now=NOW)

    assert not Attempts.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_guesses_at_once_get_no_further_than_one_after_the_other() -> None:
    def try_once() -> bool:
        try:
            charge([ANNA], now=NOW)
        except HasToWait:
            return False
        return True

    assert sum(at_once(try_once, times=8)) == FREE_OF_ACCOUNT

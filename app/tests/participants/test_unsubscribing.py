from __future__ import annotations

import string
from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from esmpress.participants.unsubscribing import (
    UnknownUnsubscribeLink,
    find_participant,
    mark_subscribed,
    mark_unsubscribed,
    unsubscribe_token,
)
from tests.factories import make_participant

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
LETTERS = string.ascii_letters + string.digits + "-_"


def test_a_token_finds_its_participant() -> None:
    make_participant()
    participant = make_participant()

    assert find_participant(unsubscribe_token(participant.pk)) == participant


def test_each_time_without_mail_is_kept(now: datetime) -> None:
    participant = make_participant()

    mark_unsubscribed(participant, now=now)
    mark_unsubscribed(participant, now=now + HOUR)
    assert mark_subscribed(participant, now=now + 2 * HOUR)
    mark_unsubscribed(participant, now=now + 3 * HOUR)

    stops = participant.mail_stops.values_list("began_at", "ended_at")
    assert list(stops) == [(now, now + 2 * HOUR), (now + 3 * HOUR, None)]


def test_who_gets_mail_anyway_ends_no_stop(now: datetime) -> None:
    participant = make_participant()

    assert not mark_subscribed(participant, now=now)
    assert not participant.mail_stops.exists()


def test_a_token_of_an_older_key_still_works(settings: Settings) -> None:
    participant = make_participant()
    token = unsubscribe_token(participant.pk)
    settings.LINK_KEYS = settings.LINK_KEYS | {2: b"\x44" * 32}

    assert find_participant(token) == participant
    assert unsubscribe_token(participant.pk) != token


def test_a_token_with_one_changed_letter_is_unknown() -> None:
    token = unsubscribe_token(make_participant().pk)

    for place, letter in enumerate(token):
        other = LETTERS[(LETTERS.index(letter) + 1) % len(LETTERS)]
        with pytest.raises(UnknownUnsubscribeLink):
            find_participant(token[:place] + other + token[place + 1 :])


@pytest.mark.parametrize(
    "spelling",
    [
        lambda token: "",
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "====",
        lambda token: f"{token[:5]}!{token[5:]}",
        lambda token: token + "\n",
        lambda token: "ż" + token[1:],
        lambda token: "\ud800",
    ],
)
def test_another_spelling_of_a_token_is_unknown(spelling: object) -> None:
    assert callable(spelling)
    token = unsubscribe_token(make_participant().pk)

    with pytest.raises(UnknownUnsubscribeLink):
        find_participant(spelling(token))


def test_plus_and_slash_do_not_stand_for_minus_and_underscore() -> None:
    study = make_participant().study
    tokens = [unsubscribe_token(make_participant(study).pk) for _ in range(20)]
    spelled = [token.replace("-", "+").replace("_", "/") for token in tokens]
    changed = [new for old, new in zip(tokens, spelled, strict=True) if old != new]

    assert changed
    for token in changed:
        with pytest.raises(UnknownUnsubscribeLink):
            find_participant(token)


def test_the_token_of_a_row_that_is_gone_is_unknown() -> None:
    with pytest.raises(UnknownUnsubscribeLink):
        find_participant(unsubscribe_token(2**40))


def test_unsubscribing_twice_keeps_the_first_instant(now: datetime) -> None:
    participant = make_participant()

    mark_unsubscribed(participant, now=now)
    mark_unsubscribed(participant, now=now.replace(year=2028))

    participant.refresh_from_db()
    assert participant.unsubscribed_at == now
    assert participant.status == "enrolled"

from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from esmpress.participants.models import Participant
from esmpress.participants.portal_links import (
    GOOD_FOR,
    PortalLinkExpired,
    UnknownPortalLink,
    find_participant,
    portal_link,
    revoke_links,
)
from tests.factories import make_participant

pytestmark = pytest.mark.django_db

LETTERS = string.ascii_letters + string.digits + "-_"
ISSUED_AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def token_of(participant: Participant, *, now: datetime = ISSUED_AT) -> str:
    return portal_link(participant.pk, now=now).rpartition("/")[2]


def test_a_link_leads_to_the_page_of_its_participant() -> None:
    make_participant()
    participant = make_participant()

    link = portal_link(participant.pk, now=ISSUED_AT)

    assert link.startswith("https://esm.example.org/me/")
    assert find_participant(token_of(participant), now=ISSUED_AT) == participant


def test_a_link_is_good_for_two_weeks_and_then_says_whose_it_was() -> None:
    participant = make_participant()
    token = token_of(participant)

    assert find_participant(token, now=ISSUED_AT + GOOD_FOR - SECOND) == participant
    with pytest.raises(PortalLinkExpired) as refused:
        find_participant(token, now=ISSUED_AT + GOOD_FOR)
    assert refused.value.participant == participant


def test_links_are_alike_within_an_hour_and_then_another() -> None:
    participant = make_participant()

    links = [
        portal_link(participant.pk, now=ISSUED_AT + timedelta(minutes=minutes))
        for minutes in (0, 59, 60)
    ]

    assert links[0] == links[1] != links[2]


def test_a_revoked_link_is_unknown_and_the_next_is_good() -> None:
    participant = make_participant()
    revoked = token_of(participant)

    revoke_links(participant)

    with pytest.raises(UnknownPortalLink):
        find_participant(revoked, now=ISSUED_AT)
    assert find_participant(token_of(participant), now=ISSUED_AT) == participant


def test_a_revoked_link_stays_unknown_when_it_is_old(now: datetime) -> None:
    participant = make_participant()
    revoked = token_of(participant)
    revoke_links(participant)

    with pytest.raises(UnknownPortalLink):
        find_participant(revoked, now=ISSUED_AT + 2 * GOOD_FOR)


def test_a_token_with_one_changed_letter_is_unknown() -> None:
    token = token_of(make_participant())

    for place, letter in enumerate(token):
        other = LETTERS[(LETTERS.index(letter) + 1) % len(LETTERS)]
        with pytest.raises(UnknownPortalLink):
            find_participant(token[:place] + other + token[place + 1 :], now=ISSUED_AT)


def test_a_link_of_a_retired_key_is_unknown(settings: Settings) -> None:
    token = token_of(make_participant())
    settings.LINK_KEYS = {2: b"\x44" * 32}

    with pytest.raises(UnknownPortalLink):
        find_participant(token, now=ISSUED_AT)


@pytest.mark.parametrize(
    ("level", "has_page"), [("stop", True), ("forget", False), ("exclude", False), ("erase", False)]
)
def test_only_who_stopped_and_left_it_at_that_keeps_the_page(
    level: str, has_page: bool, now: datetime
) -> None:
    participant = make_participant()
    token = token_of(participant)
    Participant.objects.update(status="withdrawn", withdrawn_at=now, withdrawal_level=level)

    try:
        found = find_participant(token, now=ISSUED_AT) == participant
    except UnknownPortalLink:
        found = False

    assert found is has_page

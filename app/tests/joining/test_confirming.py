"""Becoming a participant: once, in time, and while there is room."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from esmpress.delivery.models import Letter
from esmpress.joining.confirming import Settings, confirm, state_of_request
from esmpress.joining.refusals import (
    JoiningClosed,
    JoiningFull,
    JoinLinkExpired,
    JoinRefused,
)
from esmpress.participants.models import Consent, JoinRequest, Participant
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Joining
from tests.delivery.builders import as_worker, withdraw
from tests.factories import EVERY_DAY, RANDOM, make_participant, make_study
from tests.joining.builders import make_joining, make_request

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
HERE = Settings("pl", "Europe/London")
OWN_HOURS = RANDOM | {"windows": "participant"}
AWAKE = {weekday: {"from": "08:00", "to": "22:00"} for weekday in EVERY_DAY}


def test_confirming_makes_a_participant_with_what_was_agreed_to(now: datetime) -> None:
    joining = make_joining()
    request = make_request(joining.study, "ola@example.org", now=now)

    participant, is_new = confirm(request, HERE, now=now + HOUR)

    assert is_new
    assert (participant.language, participant.time_zone) == ("pl", "Europe/London")
    assert participant.start_date == date(2027, 1, 12)
    assert participant.contact.email == "ola@example.org"
    consent = Consent.objects.get(participant=participant)
    assert (consent.given_at, consent.language, consent.document) == (
        now,
        "en",
        request.document,
    )
    assert consent.choices == {"taking_part": True, "interview": False}
    assert JoinRequest.objects.get().sealed_email is None
    assert Prompt.objects.filter(participant=participant).exists()


def test_the_welcome_is_written_with_the_participant(now: datetime) -> None:
    request = make_request(make_joining().study, "ola@example.org", now=now)

    participant, _ = confirm(request, HERE, now=now)

    letter = Letter.objects.get()
    assert (letter.kind, letter.participant, letter.language) == ("welcome", participant, "pl")
    assert letter.payload == {"starts": "2027-01-12"}


def test_who_joins_before_the_launch_waits(now: datetime) -> None:
    request = make_request(make_joining(make_study(launched_at=None)).study, "o@x.example", now=now)

    participant, _ = confirm(request, HERE, now=now)

    assert participant.start_date is None
    assert Letter.objects.get().payload == {"variant": "waiting"}


def test_a_repeat_changes_nothing(now: datetime) -> None:
    request = make_request(make_joining(quota=1).study, "ola@example.org", now=now)
    first = confirm(request, HERE, now=now)

    again = confirm(request, Settings("xx", "Nowhere"), now=now + 100 * HOUR)

    assert (first, again) == ((first[0], True), (first[0], False))
    assert Participant.objects.count() == Consent.objects.count() == Letter.objects.count() == 1


def test_two_links_of_one_address_make_one_participant(now: datetime) -> None:
    study = make_joining().study
    requests = [make_request(study, "ola@example.org", now=now) for _ in range(2)]

    found = [confirm(request, HERE, now=now) for request in requests]

    assert [is_new for _, is_new in found] == [True, False]
    assert state_of_request(JoinRequest.objects.latest("pk"), now=now) == "joined"


def test_who_has_left_does_not_join_again(now: datetime) -> None:
    study = make_joining().study
    withdraw(make_participant(study, email="ola@example.org"), now=now)
    request = make_request(study, "ola@example.org", now=now)

    with pytest.raises(JoiningClosed):
        confirm(request, HERE, now=now)


def test_a_link_is_good_for_two_days(now: datetime) -> None:
    study = make_joining().study
    request = make_request(study, "ola@example.org", now=now)

    assert state_of_request(request, now=now + 47 * HOUR) == "confirm"
    assert state_of_request(request, now=now + 48 * HOUR) == "expired"
    with pytest.raises(JoinLinkExpired):
        confirm(request, HERE, now=now + 48 * HOUR)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (Settings("fr", "Europe/London", AWAKE), ("language", "unknown")),
        (Settings("en", "Mars/Base", AWAKE), ("time_zone", "unknown")),
        (Settings("en", "Europe/London"), ("wake_times", "needed")),
        (Settings("en", "Europe/London", "always"), ("wake_times", "malformed")),
        (Settings("en", "Europe/London", {}), ("wake_times", "malformed")),
        (Settings("en", "Europe/London", {"mon": 5}), ("wake_times", "malformed")),
        (
            Settings("en", "Europe/London", {"mon": {"from": "10:00", "to": "10:30"}}),
            ("wake_times", "no_room"),
        ),
    ],
)
def test_settings_that_do_not_fit_are_named(
    now: datetime, typed: Settings, expected: tuple[str, str]
) -> None:
    study = make_joining(make_study(scheme=OWN_HOURS)).study
    request = make_request(study, "ola@example.org", now=now)

    with pytest.raises(JoinRefused) as refused:
        confirm(request, typed, now=now)

    assert [(error.item, error.code) for error in refused.value.errors] == [expected]
    assert not Participant.objects.exists()


def test_own_hours_are_kept(now: datetime) -> None:
    study = make_joining(make_study(scheme=OWN_HOURS)).study
    request = make_request(study, "ola@example.org", now=now)

    participant, _ = confirm(request, Settings("en", "Europe/London", AWAKE), now=now)

    assert participant.wake_times == AWAKE


def test_the_stratum_is_that_of_those_who_join_by_themselves(now: datetime) -> None:
    study = make_study(arms={"a": 1, "b": 1}, strata=["clinic", "community"])
    request = make_request(make_joining(study, stratum="community").study, "o@x.example", now=now)

    participant, _ = confirm(request, HERE, now=now)

    assert (participant.stratum, participant.arm is not None) == ("community", True)


@pytest.mark.parametrize(
    ("change", "error", "state"),
    [
        (lambda: Joining.objects.update(is_open=False), JoiningClosed, "closed"),
        (lambda: make_participant(Joining.objects.get().study), JoiningFull, "full"),
    ],
)
def test_what_has_closed_or_filled_up_since_lets_nobody_in(
    now: datetime, change: Callable[[], Any], error: type[Exception], state: str
) -> None:
    request = make_request(make_joining(quota=1).study, "ola@example.org", now=now)
    change()

    assert state_of_request(JoinRequest.objects.get(), now=now) == state
    with pytest.raises(error):
        confirm(request, HERE, now=now)


def test_a_consent_that_was_given_cannot_be_changed(now: datetime) -> None:
    confirm(make_request(make_joining().study, "ola@example.org", now=now), HERE, now=now)

    with pytest.raises(IntegrityError, match="cannot be changed"):
        Consent.objects.update(choices={"taking_part": True, "interview": True})


@pytest.mark.django_db(transaction=True)
def test_the_last_place_is_given_once(now: datetime) -> None:
    study = make_joining(quota=1).study
    requests = [make_request(study, f"p{n}@example.org", now=now) for n in range(2)]

    with ThreadPoolExecutor(2) as pool:
        works = [
            pool.submit(as_worker, lambda one=one: confirm(one, HERE, now=now)) for one in requests
        ]
    errors = [work.exception() for work in works]

    assert sorted(type(error).__name__ for error in errors) == ["JoiningFull", "NoneType"]
    assert Participant.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_link_pressed_twice_at_once_makes_one_participant(now: datetime) -> None:
    request = make_request(make_joining().study, "ola@example.org", now=now)

    with ThreadPoolExecutor(2) as pool:
        works = [pool.submit(as_worker, lambda: confirm(request, HERE, now=now)) for _ in "ab"]

    assert sorted(work.result()[1] for work in works) == [False, True]
    assert Participant.objects.count() == Letter.objects.count() == 1


def test_a_draft_study_can_be_deleted_with_all_who_joined_it(now: datetime) -> None:
    study = make_joining(make_study(launched_at=None)).study
    confirm(make_request(study, "ola@example.org", now=now), HERE, now=now)
    make_request(study, "ela@example.org", now=now)

    study.delete()

    assert not JoinRequest.objects.exists() and not Consent.objects.exists()

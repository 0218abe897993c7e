from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from esmpress.participants.enrolment import AlreadyEnrolled, enrol, mark_withdrawn, set_start_dates
from esmpress.participants.models import Contact, Participant
from esmpress.studies.models import Study
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db

MONDAY = {"start_rule": "next_monday"}
FROM_FEBRUARY = {"start_rule": "fixed_date", "start_date": date(2027, 2, 1)}


def enrol_plainly(study: Study, email: str, now: datetime) -> Participant:
    return enrol(study, email=email, language="pl", time_zone="Europe/Warsaw", now=now)


def test_participants_are_numbered_from_one_in_each_study(now: datetime) -> None:
    first, second = make_study(), make_study()

    codes = [
        enrol_plainly(study, email, now).code
        for study, email in ((first, "a@x.org"), (first, "b@x.org"), (second, "a@x.org"))
    ]

    assert codes == ["P0001", "P0002", "P0001"]


@pytest.mark.parametrize("email", ["ola@example.org", "OLA@Example.ORG", " ola@example.org "])
def test_one_address_takes_part_once_in_a_study_whatever_its_case(
    email: str, now: datetime
) -> None:
    study = make_study()
    enrol_plainly(study, "Ola@example.org", now)

    with pytest.raises(AlreadyEnrolled):
        enrol_plainly(study, email, now)

    assert study.participants.count() == 1


def test_who_has_withdrawn_is_not_enrolled_anew(now: datetime) -> None:
    study = make_study()
    mark_withdrawn(enrol_plainly(study, "ola@example.org", now), now=now)

    with pytest.raises(AlreadyEnrolled, match="was enrolled in the study before"):
        enrol_plainly(study, "ola@example.org", now)


@pytest.mark.parametrize("email", ["", "ola", "ola@", "@example.org", "a b@example.org", "ola@x"])
def test_a_malformed_address_is_refused_by_name(email: str, now: datetime) -> None:
    with pytest.raises(ValidationError, match=f"“{email.strip()}” is not an e-mail address"):
        enrol_plainly(make_study(), email, now)


def test_an_address_longer_than_any_is_refused_without_repeating_it(now: datetime) -> None:
    with pytest.raises(ValidationError, match="longer than an e-mail address can be"):
        enrol_plainly(make_study(), "a" * 250 + "@x.org", now)


def test_a_language_the_study_lacks_is_refused_and_nothing_is_stored(now: datetime) -> None:
    study = make_study(languages=["en"])

    with pytest.raises(ValidationError, match="“pl” is not a language of the study; it has en"):
        enrol_plainly(study, "ola@example.org", now)

    assert not Participant.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_who_enrol_at_once_get_numbers_without_holes(now: datetime) -> None:
    study = make_study()

    def enrol_one(number: int) -> int:
        try:
            return enrol_plainly(study, f"p{number}@example.org", now).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as crowd:
        numbers = list(crowd.map(enrol_one, range(12)))

    assert sorted(numbers) == list(range(1, 13))


@pytest.mark.django_db(transaction=True)
def test_one_address_enrolled_twice_at_once_takes_part_once(now: datetime) -> None:
    study = make_study()

    def enrol_one(_: int) -> str:
        try:
            return enrol_plainly(study, "ola@example.org", now).code
        except AlreadyEnrolled:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as crowd:
        outcomes = list(crowd.map(enrol_one, range(4)))

    assert sorted(outcomes) == ["P0001", "refused", "refused", "refused"]
    assert Contact.objects.count() == 1


def test_withdrawing_has_its_instant_and_happens_once(now: datetime) -> None:
    participant = make_participant()

    first = mark_withdrawn(participant, now=now)
    second = mark_withdrawn(participant, now=now.replace(year=2028))

    participant.refresh_from_db()
    assert (first, second) == (True, False)
    assert (participant.status, participant.withdrawn_at) == ("withdrawn", now)
    assert not Participant.objects.enrolled().exists()


def test_start_dates_are_given_once_and_not_to_who_has_withdrawn(now: datetime) -> None:
    study = make_study()
    waiting = make_participant(study, start_date=None)
    gone = make_participant(study, start_date=None)
    mark_withdrawn(gone, now=now)

    counts = [set_start_dates(study), set_start_dates(study)]

    waiting.refresh_from_db()
    gone.refresh_from_db()
    assert counts == [1, 0]
    assert (waiting.start_date, gone.start_date) == (date(2027, 1, 11), None)


@pytest.mark.parametrize(
    ("fields", "enrolled", "expected"),
    [
        (MONDAY, datetime(2027, 1, 11, 9, 0, tzinfo=UTC), date(2027, 1, 18)),
        (MONDAY, datetime(2027, 1, 17, 9, 0, tzinfo=UTC), date(2027, 1, 18)),
        (
            {"start_rule": "next_monday"},
            datetime(2027, 1, 17, 23, 30, tzinfo=UTC),
            date(2027, 1, 25),
        ),
        (FROM_FEBRUARY, datetime(2027, 1, 17, 9, 0, tzinfo=UTC), date(2027, 2, 1)),
        (FROM_FEBRUARY, datetime(2027, 2, 1, 9, 0, tzinfo=UTC), date(2027, 2, 2)),
        (FROM_FEBRUARY, datetime(2027, 2, 9, 9, 0, tzinfo=UTC), date(2027, 2, 10)),
    ],
)
def test_the_first_day_follows_the_start_rule_on_the_participants_calendar(
    fields: dict[str, Any], enrolled: datetime, expected: date
) -> None:
    study = make_study(**fields)
    participant = make_participant(study, start_date=None, now=enrolled)

    set_start_dates(study)

    participant.refresh_from_db()
    assert participant.start_date == expected

from __future__ import annotations

from datetime import datetime

import pytest

from esmpress.participants.enrolment import enrol_lines
from esmpress.participants.models import Participant
from tests.factories import make_study

pytestmark = pytest.mark.django_db


def test_good_lines_are_enrolled_and_bad_ones_named_by_number(now: datetime) -> None:
    lines = "ola@example.org\nnobody\njan@example.org, de\nemma@example.org\n@example.org"

    result = enrol_lines(make_study(), lines, now=now)

    assert [person.contact.email for person in result.enrolled] == [
        "ola@example.org",
        "emma@example.org",
    ]
    assert [str(line) for line in result.refused] == [
        "Line 2 (“nobody”): “nobody” is not an e-mail address.",
        "Line 3 (“jan@example.org, de”): “de” is not a language of the study; it has en, pl.",
        "Line 5 (“@example.org”): “@example.org” is not an e-mail address.",
    ]


def test_refused_lines_leave_no_hole_in_the_numbers(now: datetime) -> None:
    result = enrol_lines(make_study(), "a@x.org\nnobody\nA@x.org\nb@x.org", now=now)

    assert [person.number for person in result.enrolled] == [1, 2]


def test_a_second_line_with_the_same_address_is_named(now: datetime) -> None:
    result = enrol_lines(make_study(), "ola@example.org\nOla@Example.org", now=now)

    assert [str(line) for line in result.refused] == [
        "Line 2 (“Ola@Example.org”): This address was enrolled in the study before."
    ]


@pytest.mark.parametrize(
    "line",
    [
        "ola@example.org pl Europe/London",
        "ola@example.org, pl, Europe/London",
        "ola@example.org;pl;Europe/London",
        "ola@example.org\tpl\tEurope/London",
        "  ola@example.org , PL , Europe/London ; ",
        "ola@example.org, Europe/London, pl",
        "Ola Nowak <ola@example.org>, pl, Europe/London",
        '"Nowak, Ola" <ola@example.org>; pl Europe/London',
        "<ola@example.org>; pl Europe/London",
    ],
)
def test_a_line_may_hold_a_language_and_a_time_zone(line: str, now: datetime) -> None:
    result = enrol_lines(make_study(), line, now=now)

    (person,) = result.enrolled
    assert person.contact.email == "ola@example.org"
    assert (person.language, person.time_zone) == ("pl", "Europe/London")


@pytest.mark.parametrize("line", ["ola@example.org", "ola@example.org,", "ola@example.org ; "])
def test_a_line_without_them_takes_the_studys(line: str, now: datetime) -> None:
    result = enrol_lines(make_study(), line, now=now)

    (person,) = result.enrolled
    assert (person.language, person.time_zone) == ("en", "Europe/Warsaw")


@pytest.mark.parametrize("zone", ["Europe/London", "UTC"])
def test_a_zone_may_stand_without_a_language(zone: str, now: datetime) -> None:
    result = enrol_lines(make_study(), f"ola@example.org, {zone}", now=now)

    (person,) = result.enrolled
    assert (person.language, person.time_zone) == ("en", zone)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ola@example.org, pl, Europe/Krakow", "“Europe/Krakow” is not a time zone"),
        ("ola@example.org; jan@example.org", "Write one address a line."),
        ("ola@example.org, pl, Europe/London, x", "A line has an address, a language and a time"),
        ("Ola Nowak", "“Ola” is not an e-mail address"),
        ("ola@example.org pl en", "A line has an address, a language and a time"),
    ],
)
def test_what_a_line_cannot_say_is_refused(line: str, reason: str, now: datetime) -> None:
    result = enrol_lines(make_study(), line, now=now)

    assert result.refused[0].reason.startswith(reason)
    assert not Participant.objects.exists()


def test_blank_lines_count_but_are_passed_over(now: datetime) -> None:
    result = enrol_lines(make_study(), "\r\n\r\nola@example.org\r\n \t\r\nnobody\r\n", now=now)

    assert len(result.enrolled) == 1
    assert [line.number for line in result.refused] == [5]

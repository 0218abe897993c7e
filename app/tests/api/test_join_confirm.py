"""The link in the mail: what it shows, and what pressing the button does."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.participants.models import JoinRequest, Participant
from esmpress.participants.unsubscribing import unsubscribe_token
from esmpress.studies.models import Joining, Study
from tests.api.conftest import At
from tests.api.join_calls import look_at_link, press_confirm
from tests.factories import make_participant, make_study
from tests.joining.builders import make_joining, make_request, token_of

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


@pytest.fixture
def study(at: At, now: datetime, db: None) -> Study:
    at(now)
    return make_joining().study


def token_for(study: Study, now: datetime, email: str = "ola@GMail.com") -> str:
    return token_of(make_request(study, email, now=now))


def test_looking_makes_no_participant(client: Client, study: Study, now: datetime) -> None:
    token = token_for(study, now)

    pages = [look_at_link(client, token) for _ in range(5)]

    assert {page.status_code for page in pages} == {200}
    page = pages[-1].json()
    assert (page["state"], page["language"], page["languages"]) == ("confirm", "en", ["en", "pl"])
    assert (page["time_zone"], page["asks_hours"]) == ("Europe/Warsaw", False)
    assert not Participant.objects.exists()


def test_pressing_makes_one_and_tells_what_comes_next(
    client: Client, study: Study, now: datetime
) -> None:
    token = token_for(study, now)

    first, again = press_confirm(client, token), press_confirm(client, token)

    assert (first.status_code, again.status_code) == (201, 200)
    told = first.json()
    assert (told["starts"], told["mail_domain"]) == ("2027-01-12", "gmail.com")
    assert told["portal"].startswith("/me/")
    assert again.json() == told
    assert look_at_link(client, token).json() | {"study": 0} == {
        "state": "joined",
        "study": 0,
        "language": "pl",
        "languages": ["en", "pl"],
        "starts": "2027-01-12",
    }
    assert not first.cookies and first["Cache-Control"] == "no-store"


def test_before_the_launch_the_first_day_is_unknown(client: Client, at: At, now: datetime) -> None:
    at(now)
    token = token_for(make_joining(make_study(launched_at=None)).study, now)

    assert press_confirm(client, token).json()["starts"] is None


def test_an_old_link_says_so(client: Client, study: Study, at: At, now: datetime) -> None:
    token = token_for(study, now)
    at(now + 48 * HOUR)

    answer = press_confirm(client, token)

    assert look_at_link(client, token).json()["state"] == "expired"
    assert (answer.status_code, answer.json()["type"]) == (410, "/problems/link-expired")


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"quota": 1}, ("full", 409)), ({"is_open": False}, ("closed", 410))],
)
def test_who_comes_too_late_is_told_why(
    client: Client, study: Study, now: datetime, change: dict[str, Any], expected: tuple[str, int]
) -> None:
    token = token_for(study, now)
    Joining.objects.update(**change)
    make_participant(study)

    state = look_at_link(client, token).json()["state"]
    assert (state, press_confirm(client, token).status_code) == expected


@pytest.mark.parametrize(
    ("fields", "item"),
    [
        ({"language": "fr"}, "language"),
        ({"time_zone": "Mars"}, "time_zone"),
        ({"wake_times": []}, "wake_times"),
    ],
)
def test_each_setting_that_does_not_fit_is_named(
    client: Client, study: Study, now: datetime, fields: dict[str, Any], item: str
) -> None:
    answer = press_confirm(client, token_for(study, now), **fields)

    assert answer.status_code == 422
    assert [error["item"] for error in answer.json()["errors"]] == [item]


def forged(token: str) -> str:
    return ("B" if token[-1] == "A" else "A").join([token[:-1], ""])


def test_nobody_joins_with_a_token_that_is_none(
    client: Client, study: Study, now: datetime
) -> None:
    token = token_for(study, now)
    tokens = [forged(token), token[:-4], "x" * 32, unsubscribe_token(1), "", "ü" * 32]

    answers = [press_confirm(client, one) for one in tokens if one.isascii()]

    assert {answer.status_code for answer in answers} == {404}
    assert {answer.json()["type"] for answer in answers} <= {"/problems/unknown-link"}


def test_a_request_that_was_deleted_is_unknown(client: Client, study: Study, now: datetime) -> None:
    token = token_for(study, now)
    JoinRequest.objects.all().delete()

    assert look_at_link(client, token).status_code == 404

"""The pages for joining: what they show, and what strangers can send to them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from esmpress.delivery.models import Letter
from esmpress.participants.models import JoinRequest
from esmpress.studies.models import Joining
from tests.api.conftest import At
from tests.api.join_calls import JOIN, ask, look
from tests.factories import RANDOM, make_participant, make_study
from tests.joining.builders import make_joining

pytestmark = pytest.mark.django_db

CARD = {
    "name": {"en": "A week of feelings", "pl": "Tydzień z emocjami"},
    "contact_name": "Dr Nowak",
    "contact_email": "nowak@example.org",
}


@pytest.fixture(autouse=True)
def _now(at: At, now: datetime) -> None:
    at(now)


def test_the_page_has_all_there_is_to_know(client: Client) -> None:
    joining = make_joining(make_study(scheme=RANDOM | {"windows": "participant"}), screened=True)

    answer = look(client, joining.study.slug)

    page = answer.json()
    assert (answer.status_code, page["state"], page["study"]) == (200, "open", CARD)
    assert page["asks_hours"] is True
    assert page["consent"]["version"] == 1
    assert [one["required"] for one in page["consent"]["purposes"]] == [True, False]
    assert page["information"]["rich"]["A study of **feelings**."][0]["kind"] == "paragraph"
    assert set(page["consent"]["rich"]) >= {"I want to *take part*."}
    assert page["eligibility"]["definition"]["pages"][0]["items"][0]["name"] == "age"
    assert answer["Cache-Control"] == "no-store" and not answer.cookies


def test_without_questions_there_are_none(client: Client) -> None:
    assert look(client, make_joining().study.slug).json()["eligibility"] is None


@pytest.mark.parametrize(
    ("fields", "state", "status"),
    [({"is_open": False}, "closed", 410), ({"quota": 1}, "full", 409)],
)
def test_what_is_closed_or_full_says_so(
    client: Client, fields: dict[str, Any], state: str, status: int
) -> None:
    study = make_joining(**fields).study
    make_participant(study)

    assert look(client, study.slug).json() == {
        "state": state,
        "study": CARD,
        "languages": ["en", "pl"],
    }
    assert [ask(client, study.slug).status_code, look(client, study.slug).status_code] == [
        status,
        200,
    ]
    assert ask(client, study.slug, "eligibility", answers={}).status_code == status


def test_a_study_that_offers_no_joining_is_known_to_nobody(client: Client) -> None:
    Joining.objects.create(study=make_study(slug="secret"), is_open=True)

    answers = [look(client, "secret"), look(client, "none"), ask(client, "secret")]

    assert {answer.status_code for answer in answers} == {404}
    assert answers[0].json() == answers[1].json()
    assert answers[0].json()["type"] == "/problems/unknown-study"


def test_the_questions_say_yes_or_no_and_nothing_is_kept(client: Client) -> None:
    slug = make_joining(screened=True).study.slug

    said = [ask(client, slug, "eligibility", answers={"age": age}).json() for age in (17, 18)]
    refused = ask(client, slug, "eligibility", answers={"age": "old"})

    assert said == [{"eligible": False}, {"eligible": True}]
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "wrong_type")
    assert not JoinRequest.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    study = make_joining().study
    make_participant(study, email="known@example.org")

    answers = [ask(client, study.slug, email=f"{who}@example.org") for who in ("known", "new")]

    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].content == answers[1].content == b"{}"
    heads = [set(answer.headers.items()) for answer in answers]
    assert {name for name, _ in heads[0] ^ heads[1]} == {"X-Request-ID"}
    assert set(Letter.objects.values_list("kind", flat=True)) == {"join_known", "join_confirm"}


def test_more_mails_than_allowed_get_the_same_answer_too(client: Client) -> None:
    slug = make_joining().study.slug

    answers = {(ask(client, slug).status_code, ask(client, slug).content) for _ in range(3)}

    assert answers == {(202, b"{}")}
    assert Letter.objects.count() == 3


def test_whose_answers_say_no_cannot_ask(client: Client) -> None:
    slug = make_joining(screened=True).study.slug

    answer = ask(client, slug, answers={"age": 17})

    assert (answer.status_code, answer.json()["type"]) == (403, "/problems/not-eligible")
    assert not JoinRequest.objects.exists()


@pytest.mark.parametrize(
    ("fields", "errors"),
    [
        ({"email": "ola"}, [("email", "not_an_address")]),
        ({"purposes": {}}, [("taking_part", "required")]),
        ({"consent_version": 7}, [("consent", "other_version")]),
    ],
)
def test_each_field_that_does_not_fit_is_named(
    client: Client, fields: dict[str, Any], errors: list[tuple[str, str]]
) -> None:
    answer = ask(client, make_joining().study.slug, **fields)

    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/refused")
    assert [(one["item"], one["code"]) for one in answer.json()["errors"]] == errors
    assert "ola" not in answer.content.decode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"email": 5}',
        b'{"email": "o@x.example", "language": "en", "consent_version": "1", "purposes": {}}',
        b'{"email": "o@x.example", "language": "en", "consent_version": 1, "purposes": {"a": 1}}',
        b'{"email": "o@x.example", "language": "en", "consent_version": 1, "purposes": {}, "x": 1}',
        b"[" * 100_000,
        b'{"email": "' + b"a" * 300 + b'"}',
    ],
)
def test_malformed_bodies_are_refused(client: Client, body: bytes) -> None:
    address = f"{JOIN}/{make_joining().study.slug}/request"

    answer = client.post(address, body, content_type="application/json")

    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed")
    assert not JoinRequest.objects.exists()


def test_a_form_post_is_no_json(client: Client) -> None:
    answer = client.post(f"{JOIN}/{make_joining().study.slug}/request", {"email": "ola"})

    assert answer.status_code == 415

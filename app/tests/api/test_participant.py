from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from esmpress.prompts.models import Prompt
from esmpress.responses.models import Response
from tests.factories import ANSWERS, make_sent_prompt

pytestmark = pytest.mark.django_db

Call = Callable[..., Any]
PROMPT = "/api/participant/prompt"


@pytest.fixture
def token(monkeypatch: pytest.MonkeyPatch, now: datetime) -> str:
    """The link of a prompt that is open now."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: now + timedelta(minutes=5))
    return make_sent_prompt()[1]


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch, now: datetime) -> Callable[[timedelta], None]:
    """Moves the clock of the views to so long after the prompt's moment."""
    return lambda after: monkeypatch.setattr("django.utils.timezone.now", lambda: now + after)


def get(client: Client, token: str) -> Any:
    return client.get(PROMPT, headers={"authorization": f"Bearer {token}"})


def post(client: Client, token: str, step: str, body: object = None) -> Any:
    return client.post(
        f"{PROMPT}/{step}",
        body if body is not None else {},
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )


def test_looking_shows_the_questionnaire_and_changes_nothing(client: Client, token: str) -> None:
    before = Prompt.objects.values().get()

    pages = [get(client, token) for _ in range(10)]
    heads = [client.head(PROMPT, headers={"authorization": f"Bearer {token}"}) for _ in range(10)]

    page = pages[-1].json()
    assert {response.status_code for response in pages + heads} == {200}
    assert page["state"] == "ready"
    assert page["open_until"] == "2027-01-11T09:30:00Z"
    assert [item["name"] for item in page["questionnaire"]["definition"]["items"]] == [
        "stress",
        "company",
        "sleep",
        "note",
    ]
    assert Prompt.objects.values().get() == before


def test_the_steps_of_a_participant_lead_to_a_receipt(client: Client, token: str) -> None:
    opened = post(client, token, "open")
    started = post(client, token, "start")
    submitted = post(client, token, "response", {"answers": ANSWERS, "language": "pl"})
    shown = get(client, token)

    assert (opened.status_code, opened.json()["state"]) == (200, "open")
    assert started.status_code == 204
    assert submitted.status_code == 201
    assert shown.json()["state"] == "answered"
    assert shown.json()["receipt"] == submitted.json()["receipt"]
    assert Response.objects.get().answers == ANSWERS


def test_a_double_submit_gets_the_same_receipt_and_one_row(client: Client, token: str) -> None:
    first = post(client, token, "response", {"answers": ANSWERS})
    second = post(client, token, "response", {"answers": ANSWERS | {"stress": 1}})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Response.objects.get().answers == ANSWERS


def test_an_answer_of_the_wrong_type_is_named_by_its_item(client: Client, token: str) -> None:
    wrong = ANSWERS | {"stress": "very", "company": [1]}

    response = post(client, token, "response", {"answers": wrong})

    problem = response.json()
    assert response.status_code == 422
    assert response["Content-Type"] == "application/problem+json"
    assert problem["type"] == "/problems/answers-invalid"
    assert [(error["item"], error["code"]) for error in problem["errors"]] == [
        ("stress", "wrong_type"),
        ("company", "wrong_type"),
    ]
    assert not Response.objects.exists()


@pytest.mark.parametrize("body", ["[]", "{}", '{"answers": 1}', "{", '{"answers": {}, "x": 1}'])
def test_a_malformed_body_is_refused_with_a_problem_document(
    client: Client, token: str, body: str
) -> None:
    response = post(client, token, "response", body)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/malformed"


def test_a_submit_after_the_end_is_told_so_and_stores_nothing(
    client: Client, token: str, later: Callable[[timedelta], None]
) -> None:
    later(timedelta(minutes=30))

    shown = get(client, token)
    opened = post(client, token, "open")
    submitted = post(client, token, "response", {"answers": ANSWERS})

    assert shown.json()["state"] == "closed"
    assert "questionnaire" not in shown.json()
    assert (opened.status_code, submitted.status_code) == (410, 410)
    assert submitted.json()["type"] == "/problems/closed"
    assert not Response.objects.exists()


def test_opening_what_was_answered_is_a_conflict(client: Client, token: str) -> None:
    post(client, token, "response", {"answers": ANSWERS})

    response = post(client, token, "open")

    assert (response.status_code, response.json()["type"]) == (409, "/problems/already-answered")


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer short", "Basic eDp5", "Bearer " + "A" * 32]
)
def test_a_bad_token_gets_the_same_answer_whatever_is_wrong_with_it(
    client: Client, token: str, header: str
) -> None:
    headers = {"authorization": header} if header else {}

    response = client.get(PROMPT, headers=headers)

    assert response.status_code == 404
    assert response.json() == {
        "type": "/problems/unknown-link",
        "title": "Unknown link",
        "status": 404,
        "detail": "No questionnaire belongs to this link.",
    }


def test_a_method_that_is_not_offered_is_a_problem_document(client: Client, token: str) -> None:
    response = client.delete(PROMPT, headers={"authorization": f"Bearer {token}"})

    assert response.status_code == 405
    assert response["Content-Type"] == "application/problem+json"


def test_statements_of_looking_and_submitting_stay_few(
    client: Client, token: str, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    with django_assert_max_num_queries(3):
        get(client, token)
    with django_assert_max_num_queries(7):
        response = post(client, token, "response", {"answers": ANSWERS})

    assert response.status_code == 201

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from esmpress.prompts.models import Prompt
from esmpress.responses.models import Response
from tests.api.calls import PROMPT, get, post, put
from tests.api.event_links import make_event_link
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

STRESS = {"item": "stress", "answer": 63, "at": None}


def test_looking_shows_the_questionnaire_and_changes_nothing(client: Client, token: str) -> None:
    before = Prompt.objects.values().get()

    pages = [get(client, token) for _ in range(10)]
    heads = [client.head(PROMPT, headers={"authorization": f"Bearer {token}"}) for _ in range(10)]

    page = pages[-1].json()
    assert {response.status_code for response in pages + heads} == {200}
    assert page["state"] == "ready"
    assert page["open_until"] == "2027-01-11T09:30:00Z"
    assert [item["name"] for item in page["questionnaire"]["definition"]["pages"][0]["items"]] == [
        "stress",
        "company",
        "sleep",
        "note",
    ]
    assert Prompt.objects.values().get() == before


@pytest.mark.parametrize(
    ("address", "method"),
    [
        ("prompt", "get"),
        ("prompt/open", "post"),
        ("prompt/draft", "put"),
        ("prompt/response", "post"),
        ("event", "get"),
        ("event/report", "post"),
    ],
)
@pytest.mark.parametrize("is_known", [True, False])
def test_no_answer_is_kept_by_a_browser_or_a_proxy(
    address: str, method: str, is_known: bool, client: Client, token: str
) -> None:
    given = token if "prompt" in address else make_event_link()[1]
    headers = {"authorization": f"Bearer {given if is_known else 'x' * 32}"}

    answer = getattr(client, method)(f"/api/participant/{address}", headers=headers)

    assert (answer.status_code == 404) is not is_known
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_steps_of_a_participant_lead_to_a_receipt(client: Client, token: str) -> None:
    opened = post(client, token, "open")
    saved = put(client, token, {"questionnaire_version": 1, "changes": [STRESS]})
    submitted = post(client, token, "response", {"answers": ANSWERS, "language": "pl"})
    shown = get(client, token)

    assert (opened.status_code, opened.json()["state"]) == (200, "open")
    assert (saved.status_code, saved.json()["answers"]) == (200, {"stress": 63})
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


def test_statements_of_looking_and_submitting_stay_few(
    client: Client, token: str, django_assert_num_queries: Callable[[int], Any]
) -> None:
    get(client, token)  # What the questionnaire defines is read once in a process.
    with django_assert_num_queries(1):
        get(client, token)
    with django_assert_num_queries(6):
        response = post(client, token, "response", {"answers": ANSWERS})

    assert response.status_code == 201


def test_statements_stay_few_where_a_draft_and_timings_are_there(
    client: Client, token: str, django_assert_num_queries: Callable[[int], Any]
) -> None:
    timings = {"items": {"stress": [0, 1, 2, 3]}, "device": "phone"}
    post(client, token, "open")
    with django_assert_num_queries(8):
        put(client, token, {"questionnaire_version": 1, "changes": [STRESS], "timings": timings})

    with django_assert_num_queries(1):
        get(client, token)
    with django_assert_num_queries(6):
        body = {"answers": ANSWERS, "submitted_ms": 5, "timings": timings}
        response = post(client, token, "response", body)

    assert response.status_code == 201

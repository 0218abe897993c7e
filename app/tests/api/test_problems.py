from __future__ import annotations

import json

import pytest
from django.test import Client, RequestFactory

from esmpress.accounts.models import Researcher
from esmpress.api.problems import server_error
from esmpress.prompts.models import Prompt
from tests.api.calls import PROMPT, post
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db

DEEP = 200_000


@pytest.mark.parametrize(
    "body",
    [
        "[]",
        "{}",
        '{"answers": 1}',
        "{",
        '{"answers": {}, "x": 1}',
        '{"answers": {}, "questionnaire_version": "1"}',
        "[" * DEEP,
        '{"answers": ' * (DEEP // 12),
        '{"answers": {"note": ' + "[" * 900 + "]" * 900 + "}}",
    ],
    ids=range(9),
)
def test_a_malformed_body_is_refused_with_a_problem_document(
    client: Client, token: str, body: str
) -> None:
    response = post(client, token, "response", body)

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["type"] == "/problems/malformed"


def test_a_body_is_read_as_utf_8_whatever_encoding_it_names(client: Client, token: str) -> None:
    response = client.generic(
        "POST",
        f"{PROMPT}/response",
        json.dumps({"answers": ANSWERS}).encode(),
        content_type="application/json; charset=rot13",
        headers={"authorization": f"Bearer {token}"},
    )

    assert response.status_code == 201


@pytest.mark.parametrize("body", ["[]", '{"x": 1}', '{"questionnaire_version": 0}', "[" * DEEP])
def test_a_malformed_opening_opens_nothing(client: Client, token: str, body: str) -> None:
    response = post(client, token, "open", body)

    assert (response.status_code, response.json()["type"]) == (400, "/problems/malformed")
    assert Prompt.objects.get().status == Prompt.Status.SENT


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


NOTHING = "There is nothing at this address."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/nope", NOTHING),
        ("/admin/nope/", "Whoever owns the study can add you again."),
        ("/apiary", NOTHING),
        ("/", NOTHING),
    ],
)
def test_a_person_who_lost_the_way_gets_a_page_and_not_a_document(
    client: Client, address: str, said: str
) -> None:
    client.force_login(Researcher.objects.create_superuser("anna@example.org", "secret-word"))

    response = client.get(address)

    assert response.status_code == 404
    assert response["Content-Type"] == "text/html; charset=utf-8"
    assert said in response.content.decode()


@pytest.mark.parametrize("address", ["/api/nope", "/healthz/nope"])
def test_a_program_that_lost_the_way_gets_a_problem_document(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("address", "content_type"),
    [
        ("/api/participant/prompt", "application/problem+json"),
        ("/admin/", "text/html; charset=utf-8"),
    ],
)
def test_a_fault_of_ours_looks_as_who_asked_can_read_it(address: str, content_type: str) -> None:
    response = server_error(RequestFactory().get(address))

    assert (response.status_code, response["Content-Type"]) == (500, content_type)
    assert "Something went wrong on our side." in response.content.decode()


def test_a_body_that_is_too_large_is_refused_with_the_reason_and_no_fault_of_ours(
    client: Client, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = client.post(
        f"{PROMPT}/response",
        "x" * 3_000_000,
        content_type="application/json",
        headers={"authorization": f"Bearer {token}"},
    )

    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["detail"] == "The body is larger than 2 MB."
    assert not [one for one in caplog.records if one.levelname == "ERROR"]

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from esmpress.prompts.models import Prompt
from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from esmpress.responses.models import Response
from tests.api.calls import get, post
from tests.factories import ANSWERS

pytestmark = pytest.mark.django_db


@pytest.fixture
def page_of_version_1(client: Client, token: str, now: datetime) -> dict[str, object]:
    """A page somebody looks at while version 2, without the stress item, is published."""
    page: dict[str, object] = get(client, token).json()
    questionnaire = Questionnaire.objects.get()
    questionnaire.draft_items.filter(name="stress").delete()
    publish(questionnaire, now=now, researcher=None)
    return page


def test_what_the_page_showed_is_opened_answered_and_stored(
    client: Client, token: str, page_of_version_1: dict[str, object]
) -> None:
    opened = post(client, token, "open", {"questionnaire_version": 1})
    shown = get(client, token)
    body = {"answers": ANSWERS, "questionnaire_version": 1}
    submitted = post(client, token, "response", body)

    pages = [page_of_version_1, opened.json(), shown.json()]
    assert [page["questionnaire"]["version"] for page in pages] == [1, 1, 1]
    assert submitted.status_code == 201
    assert Response.objects.get().questionnaire_version.number == 1


def test_who_names_no_version_opens_the_newest(
    client: Client, token: str, page_of_version_1: dict[str, object]
) -> None:
    opened = post(client, token, "open")

    assert opened.json()["questionnaire"]["version"] == 2


def test_opening_elsewhere_first_decides_and_the_second_page_is_told(
    client: Client, token: str, page_of_version_1: dict[str, object]
) -> None:
    post(client, token, "open", {"questionnaire_version": 2})

    opened = post(client, token, "open", {"questionnaire_version": 1})

    assert (opened.status_code, opened.json()["questionnaire"]["version"]) == (200, 2)


def test_answers_to_another_version_than_the_one_opened_are_a_problem_of_its_own(
    client: Client, token: str, page_of_version_1: dict[str, object]
) -> None:
    post(client, token, "open", {"questionnaire_version": 2})

    body = {"answers": ANSWERS, "questionnaire_version": 1}
    submitted = post(client, token, "response", body)

    assert (submitted.status_code, submitted.json()["type"]) == (409, "/problems/other-version")
    assert not Response.objects.exists()


def test_a_repeat_gets_its_receipt_whatever_version_it_names(
    client: Client, token: str, page_of_version_1: dict[str, object]
) -> None:
    body = {"answers": ANSWERS, "questionnaire_version": 1}
    first = post(client, token, "response", body)

    second = post(client, token, "response", body | {"questionnaire_version": 2})

    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()


@pytest.mark.parametrize("number", [3, 10**30])
def test_a_version_nobody_published_opens_nothing(client: Client, token: str, number: int) -> None:
    opened = post(client, token, "open", {"questionnaire_version": number})

    assert (opened.status_code, opened.json()["type"]) == (409, "/problems/other-version")
    assert Prompt.objects.get().status == Prompt.Status.SENT

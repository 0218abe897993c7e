from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.questionnaires.models import Questionnaire
from esmpress.questionnaires.publishing import publish
from tests.console.browsers import browser_of_other
from tests.factories import BOTH, LAUNCHED_AT, make_questionnaire

pytestmark = pytest.mark.django_db


def compared(client: Client, questionnaire: Questionnaire, **chosen: str) -> str:
    url = reverse("admin:questionnaires_questionnaire_compare", args=[questionnaire.pk])
    return client.get(url, chosen).content.decode()


def codebook(
    client: Client, questionnaire: Questionnaire, *parts: str, query: str = ""
) -> tuple[int, str]:
    args = [questionnaire.pk, *parts]
    url = reverse("admin:questionnaires_questionnaire_codebook", args=args)
    response = client.get(f"{url}{query}")
    return response.status_code, response.content.decode()


def changed() -> Questionnaire:
    """One whose draft has an item more, and a shorter text in Polish."""
    questionnaire = make_questionnaire(slug="affect")
    questionnaire.add_item(name="late", kind="text", text=BOTH)
    questionnaire.draft_items.filter(name="note").update(text=BOTH | {"pl": "<krótko>"})
    return questionnaire


def test_the_newest_version_is_compared_with_the_draft(admin: Client) -> None:
    page = compared(admin, changed())

    assert "2 differences" in page
    assert "Item note" in page
    assert "text in pl" in page
    assert "&lt;krótko&gt;" in page
    assert "text: text, on page page_1" in page


def test_two_versions_can_be_chosen(admin: Client) -> None:
    questionnaire = make_questionnaire()
    questionnaire.add_item(name="late", kind="text", text=BOTH)
    publish(questionnaire, now=LAUNCHED_AT, researcher=None)

    assert "1 difference<" in compared(admin, questionnaire, before="1", after="2")
    assert "There is no difference." in compared(admin, questionnaire, before="2", after="draft")


def test_a_draft_with_gaps_can_be_compared_one_that_cannot_be_read_is_explained(
    admin: Client,
) -> None:
    questionnaire = make_questionnaire()
    item = questionnaire.add_item(name="late", kind="slider", text={"en": "late"})

    unread = compared(admin, questionnaire)
    item.kind = "text"
    item.save()

    assert "item late, min_label: Field required." in unread
    assert "1 difference<" in compared(admin, questionnaire)


@pytest.mark.parametrize("version", ["7", "x", "-1", "99999999999999999999"])
def test_a_version_there_is_not_is_not_found(admin: Client, version: str) -> None:
    url = reverse("admin:questionnaires_questionnaire_compare", args=[make_questionnaire().pk])

    assert admin.get(url, {"before": version}).status_code == 404


def test_codebooks_of_versions_and_the_draft_can_be_kept(admin: Client) -> None:
    questionnaire = make_questionnaire(slug="affect")

    page = compared(admin, questionnaire)
    published = codebook(admin, questionnaire, "1", "csv", query="?language=pl")
    draft = codebook(admin, questionnaire, "draft", "markdown")

    assert f"/{questionnaire.pk}/codebook/1/csv/?language=pl" in page
    assert published[1].startswith("# questionnaire: affect\r\n# title: tekst\r\n# version: 1\r\n")
    assert "- version: draft" in draft[1]


@pytest.mark.parametrize(
    ("parts", "query"),
    [(("2", "csv"), ""), (("1", "pdf"), ""), (("1", "csv"), "?language=fr"), (("x", "csv"), "")],
)
def test_a_codebook_there_is_not_is_not_found(
    admin: Client, parts: tuple[str, ...], query: str
) -> None:
    assert codebook(admin, make_questionnaire(), *parts, query=query)[0] == 404


def test_only_who_may_see_questionnaires_compares_them() -> None:
    questionnaire = make_questionnaire()
    stranger = browser_of_other()

    url = reverse("admin:questionnaires_questionnaire_compare", args=[questionnaire.pk])
    assert stranger.get(url).status_code == 404
    assert codebook(stranger, questionnaire, "1", "csv")[0] == 404

from __future__ import annotations

import pytest
from django.test import Client

from esmpress.accounts.models import Researcher
from esmpress.questionnaires.models import DraftItem, DraftPage, Questionnaire
from tests.console import forms
from tests.console.browsers import browser_of
from tests.console.drafts import make_draft, url
from tests.factories import make_study

pytestmark = pytest.mark.django_db
# What is posted to, with the id it is about.
ACTS = {
    "order": None,
    "item_add": None,
    "item_add_preview": None,
    "item": "item",
    "item_preview": "item",
    "item_move": "item",
    "item_copy": "item",
    "item_delete": "item",
    "page_add": None,
    "page": "page",
    "page_move": "page",
    "page_copy": "page",
    "page_delete": "page",
}
LOOKED_AT = ("change", "draft", "item", "page")


@pytest.fixture
def draft() -> Questionnaire:
    """A draft with two items."""
    return make_draft("slider", "text")


def address(act: str, draft: Questionnaire) -> str:
    ids = {"item": draft.draft_items.all()[0].pk, "page": draft.draft_pages.get().pk}
    about = ACTS.get(act) or (act if act in ids else None)
    found = url(act, draft.pk, *([ids[about]] if about else []))
    return f"{found}?kind=text" if act.startswith("item_add") else found


def viewer(draft: Questionnaire) -> Client:
    """A browser of who may only look at the study that uses the questionnaire."""
    return browser_of("observer", make_study(questionnaire=draft, launched_at=None))


def state() -> list[object]:
    return [list(DraftPage.objects.values()), list(DraftItem.objects.values())]


@pytest.mark.parametrize("act", ACTS)
def test_who_may_only_look_changes_nothing(act: str, draft: Questionnaire) -> None:
    client = viewer(draft)
    before = state()

    answer = client.post(address(act, draft), forms.TEXT | {"way": "down", "order": "[]"})

    assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize("page", LOOKED_AT)
def test_who_may_look_sees_the_draft_without_buttons(page: str, draft: Questionnaire) -> None:
    shown = viewer(draft).get(address(page, draft))

    assert shown.status_code == 200
    assert "data-act" not in shown.content.decode()
    assert 'class="main"' not in shown.content.decode()


@pytest.mark.parametrize("act", ACTS)
def test_a_post_without_a_csrf_token_is_refused(
    act: str, draft: Questionnaire, researcher: Researcher
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(researcher)
    before = state()

    answer = client.post(address(act, draft), forms.TEXT | {"way": "down", "order": "[]"})

    assert answer.status_code == 403
    assert state() == before


@pytest.mark.parametrize("act", ["order", "item_add_preview", "item_copy", "page_move"])
def test_looking_at_an_act_does_nothing(act: str, draft: Questionnaire, admin: Client) -> None:
    before = state()

    assert admin.get(address(act, draft)).status_code == 405
    assert state() == before


def test_an_item_of_another_questionnaire_is_not_found(draft: Questionnaire, admin: Client) -> None:
    other = Questionnaire.objects.create(name="Other", slug="other", title={"en": "Other"})
    item = draft.draft_items.all()[0]

    pages = ("item", "item_move", "item_delete")
    statuses = {admin.get(url(page, other.pk, item.pk)).status_code for page in pages}

    assert statuses == {404}

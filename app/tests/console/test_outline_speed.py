from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from esmpress.questionnaires.models import DraftItem, Questionnaire
from tests.console.drafts import SETTINGS, make_draft, url
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


def add_many(draft: Questionnaire, pages: int) -> None:
    """Pages of ten items each."""
    for number in range(pages):
        page = draft.add_page(name=f"many_{number}")
        DraftItem.objects.bulk_create(
            DraftItem(
                questionnaire=draft,
                page=page,
                position=place,
                kind="slider",
                name=f"item_{number}_{place}",
                text={"en": f"How much of {number} {place}?", "pl": f"Ile {number} {place}?"},
                settings=SETTINGS["slider"],
            )
            for place in range(10)
        )


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(address).status_code == 200
    return len(found)


def test_the_outline_asks_the_database_as_often_for_many_items_as_for_few(admin: Client) -> None:
    draft = make_draft("slider")
    address = url("change", draft.pk)
    admin.get(address)
    few = queries(admin, address)

    add_many(draft, pages=5)

    assert queries(admin, address) == few


def test_saving_an_item_asks_the_database_as_often_in_a_long_draft(admin: Client) -> None:
    draft = make_draft("slider")
    item = draft.draft_items.get()
    address = url("item", draft.pk, item.pk)
    typed = form_with(admin.get(address), "name")
    with CaptureQueriesContext(connection) as few:
        admin.post(address, typed)
    add_many(draft, pages=5)

    with CaptureQueriesContext(connection) as many:
        admin.post(address, typed)

    assert len(many) == len(few)

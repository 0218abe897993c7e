from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.expression import PUBLISHED
from tests.console import forms
from tests.console.drafts import SETTINGS, add, make_draft, url
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


def shown(preview: dict[str, Any]) -> list[str]:
    pages = preview["definition"]["pages"]
    return [item["name"] for page in pages for item in page["items"]]


def test_the_preview_is_what_the_participants_page_gets(admin: Client) -> None:
    draft = make_draft(*SETTINGS)

    preview = admin.get(url("draft", draft.pk), {"day": "3", "beep": "2"}).json()

    assert shown(preview) == list(SETTINGS)
    assert Definition.model_validate(preview["definition"], context=PUBLISHED).items
    assert Arrangement.model_validate(preview["arrangement"]).options.keys() >= {"ranking"}
    assert preview["moment"] == {"day": 3, "beep": 2, "previous": {}, "earlier": {}}
    assert preview["languages"] == [
        {"code": "en", "name": "English"},
        {"code": "pl", "name": "Polski"},
    ]


def test_what_is_faulty_is_left_out_and_named(admin: Client) -> None:
    draft = make_draft("slider")
    add(draft, "slider", "broken", settings={})
    add(draft, "text", "note", show_if="nobody > 3")
    add(draft, "number", "hours", show_if="broken > 3")

    preview = admin.get(url("draft", draft.pk)).json()

    assert shown(preview) == ["slider", "note", "hours"]
    assert preview["left_out"] == [
        "Item broken is left out: it has to be mended.",
        "Item hours is shown without its condition.",
        "Item note is shown without its condition.",
    ]


def test_a_text_that_is_not_translated_yet_stands_in_another_language(admin: Client) -> None:
    draft = make_draft("slider")
    add(draft, "text", "note", text={"en": "Why?"})

    preview = admin.get(url("draft", draft.pk)).json()

    assert preview["definition"]["pages"][0]["items"][1]["text"] == {"en": "Why?", "pl": "Why?"}


def test_each_press_draws_another_order_and_the_same_again(admin: Client) -> None:
    draft = make_draft("ranking")
    address = url("draft", draft.pk)

    orders = [
        tuple(admin.get(address, {"draw": draw}).json()["arrangement"]["options"]["ranking"])
        for draw in (0, *range(8))
    ]

    assert orders[0] == orders[1]
    assert len(set(orders)) > 1


def test_an_empty_draft_has_nothing_to_show(admin: Client) -> None:
    preview = admin.get(url("draft", make_draft().pk)).json()

    assert preview["definition"] is None


@pytest.mark.parametrize("moment", [{"day": "x"}, {"day": "-1"}, {"draw": "9" * 30}, {"part": "?"}])
def test_a_moment_that_cannot_be_read_counts_as_not_chosen(
    moment: dict[str, str], admin: Client
) -> None:
    preview = admin.get(url("draft", make_draft("slider").pk), moment).json()

    assert preview["moment"]["day"] == 1


def test_what_is_typed_is_shown_without_being_saved(admin: Client) -> None:
    draft = make_draft("slider", "text")
    item = draft.draft_items.get(name="text")
    typed = form_with(admin.get(url("item", draft.pk, item.pk)), "name") | {"text_en": "How so?"}

    preview = admin.post(url("item_preview", draft.pk, item.pk), typed).json()

    assert shown(preview) == ["slider", "text"]
    assert preview["definition"]["pages"][0]["items"][1]["text"]["en"] == "How so?"
    item.refresh_from_db()
    assert item.text["en"] == "text?"


def test_one_item_can_be_shown_alone_whatever_its_condition(admin: Client) -> None:
    draft = make_draft("slider")
    item = add(draft, "text", "note", show_if="slider > 3")
    typed = form_with(admin.get(url("item", draft.pk, item.pk)), "name")

    preview = admin.post(f"{url('item_preview', draft.pk, item.pk)}?part=item", typed).json()

    assert shown(preview) == ["note"]
    assert preview["definition"]["pages"][0]["items"][0]["show_if"] is None


def test_faults_and_remarks_are_told_while_an_item_is_typed(admin: Client) -> None:
    draft = make_draft("slider")
    typed = forms.SLIDER | {"text_en": "How sad and tired are you?", "show_if": "slidr > 3"}

    address = f"{url('item_add_preview', draft.pk)}?kind=slider"
    preview = admin.post(address, typed).json()

    sentences = [one["sentence"] for one in preview["remarks"]]
    assert sentences[0] == "“Ask only if”: There is no item slidr; did you mean slider?"
    assert sentences[1].startswith("Perhaps two questions in one")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("mean", "“Name in the data”: The name is a word of conditions."),
        (
            "matrix_calm",
            "“Name in the data”: It would share the column matrix_calm with item matrix: give it "
            "another name.",
        ),
    ],
)
def test_a_name_that_does_not_fit_the_draft_is_told_while_it_is_typed(
    admin: Client, name: str, sentence: str
) -> None:
    draft = make_draft("matrix", "text")
    item = draft.draft_items.get(name="text")
    typed = form_with(admin.get(url("item", draft.pk, item.pk)), "name") | {"name": name}

    address = f"{url('item_preview', draft.pk, item.pk)}?part=item"
    preview = admin.post(address, typed).json()

    assert preview["remarks"][0]["sentence"] == sentence


def test_a_page_is_shown_while_it_is_typed(admin: Client) -> None:
    draft = make_draft("slider")
    page = draft.draft_pages.get()
    typed = form_with(admin.get(url("page", draft.pk, page.pk)), "name") | {"title_en": "Mood"}

    preview = admin.post(f"{url('page_preview', draft.pk, page.pk)}?part=page", typed).json()

    assert preview["definition"]["pages"][0]["title"] == {"en": "Mood", "pl": "Mood"}


def test_the_frame_is_the_participants_page(admin: Client) -> None:
    page = admin.get(url("change", make_draft("slider").pk)).content.decode()

    assert 'data-address="https://esm.example.org/preview"' in page

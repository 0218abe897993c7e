from __future__ import annotations

import json

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from esmpress.questionnaires.models import DraftPage, Questionnaire
from tests.console import forms
from tests.console.drafts import add, make_draft, names, url
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> Questionnaire:
    """Two pages: stress and sleep, then note."""
    draft = make_draft()
    for kind, name in (("slider", "stress"), ("number", "sleep")):
        add(draft, kind, name)
    draft.add_page(name="evening")
    add(draft, "text", "note", show_if="stress > 3")
    return draft


def item_id(draft: Questionnaire, name: str) -> int:
    return draft.draft_items.get(name=name).pk


def page_id(draft: Questionnaire, name: str) -> int:
    return draft.draft_pages.get(name=name).pk


def order_of(draft: Questionnaire, *pages: tuple[str, list[str]]) -> dict[str, str]:
    order = [
        (page_id(draft, page), [item_id(draft, item) for item in items]) for page, items in pages
    ]
    return {"order": json.dumps(order)}


def test_the_outline_tells_pages_items_faults_remarks_and_time(
    draft: Questionnaire, admin: Client
) -> None:
    add(draft, "slider", "calm", text={"en": "How calm and happy are you?", "pl": "Jak tam?"})
    add(draft, "slider", "broken", settings={}, required=False)

    page = admin.get(url("change", draft.pk)).content.decode()

    assert "stress?" in page
    assert "5 items · about" in page
    assert "asked only if stress &gt; 3" in page
    assert "Slider (VAS) · optional" in page
    assert "“Left end”: this is needed." in page
    assert "Perhaps two questions in one, joined by “and” (en)" in page


def test_an_order_that_was_dragged_is_saved_at_once(draft: Questionnaire, admin: Client) -> None:
    posted = order_of(draft, ("evening", ["sleep", "note"]), ("page_1", ["stress"]))

    answer = admin.post(url("order", draft.pk), posted)

    assert answer.status_code == 200
    assert names(draft) == [["sleep", "note"], ["stress"]]
    assert "“Ask only if”: item stress comes later." in answer.content.decode()
    assert LogEntry.objects.get().change_message == "Put the draft in another order."


@pytest.mark.parametrize(
    "pages",
    [
        (("page_1", ["stress"]), ("evening", ["note"])),
        (("page_1", ["stress", "sleep", "note"]),),
        (("page_1", ["stress", "sleep", "stress"]), ("evening", ["note"])),
    ],
)
def test_an_order_that_lacks_something_is_refused_with_a_sentence(
    pages: tuple[tuple[str, list[str]], ...], draft: Questionnaire, admin: Client
) -> None:
    before = names(draft)

    answer = admin.post(url("order", draft.pk), order_of(draft, *pages))

    assert answer.status_code == 409
    assert answer.content.decode().startswith("The order was not saved: the draft has changed")
    assert names(draft) == before


@pytest.mark.parametrize("order", ["", "{", "3", "[[1]]", '[["1", []]]', "[[1, 2]]", "[1]"])
def test_an_order_that_cannot_be_read_is_refused(
    order: str, draft: Questionnaire, admin: Client
) -> None:
    answer = admin.post(url("order", draft.pk), {"order": order})

    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("name", "way", "expected"),
    [
        ("stress", "up", [["stress", "sleep"], ["note"]]),
        ("stress", "down", [["sleep", "stress"], ["note"]]),
        ("sleep", "down", [["stress"], ["sleep", "note"]]),
        ("note", "up", [["stress", "sleep", "note"], []]),
        ("note", "down", [["stress", "sleep"], ["note"]]),
    ],
)
def test_buttons_move_an_item_by_one_place(
    name: str, way: str, expected: list[list[str]], draft: Questionnaire, admin: Client
) -> None:
    answer = admin.post(url("item_move", draft.pk, item_id(draft, name)), {"way": way})

    assert answer.status_code == 302
    assert answer.headers["Location"].endswith(f"#item-{item_id(draft, name)}")
    assert names(draft) == expected


def test_buttons_move_a_page(draft: Questionnaire, admin: Client) -> None:
    admin.post(url("page_move", draft.pk, page_id(draft, "evening")), {"way": "up"})

    assert names(draft) == [["note"], ["stress", "sleep"]]


def test_an_item_moves_to_a_page_that_is_chosen(draft: Questionnaire, admin: Client) -> None:
    address = url("item_move", draft.pk, item_id(draft, "stress"))
    assert "evening" in admin.get(address).content.decode()

    admin.post(address, {"page": page_id(draft, "evening")})

    assert names(draft) == [["sleep"], ["note", "stress"]]


def test_a_script_gets_the_outline_instead_of_the_page(draft: Questionnaire, admin: Client) -> None:
    address = url("item_move", draft.pk, item_id(draft, "stress"))

    answer = admin.post(address, {"way": "down"}, headers={"X-Outline": "1"})

    assert answer.status_code == 200
    assert answer.content.decode().startswith('<form method="post">')


def test_a_copy_stands_below_under_a_free_name(draft: Questionnaire, admin: Client) -> None:
    add(draft, "slider", "stress_2")

    admin.post(url("item_copy", draft.pk, item_id(draft, "stress")))

    assert names(draft) == [["stress", "stress_3", "sleep"], ["note", "stress_2"]]


def test_a_copy_of_a_page_has_copies_of_its_items(draft: Questionnaire, admin: Client) -> None:
    admin.post(url("page_copy", draft.pk, page_id(draft, "page_1")))

    assert names(draft) == [["stress", "sleep"], ["stress_2", "sleep_2"], ["note"]]
    assert [page.name for page in draft.draft_pages.all()] == ["page_1", "page_2", "evening"]


def test_deleting_asks_first(draft: Questionnaire, admin: Client) -> None:
    address = url("item_delete", draft.pk, item_id(draft, "sleep"))

    asked = admin.get(address).content.decode()
    still_there = names(draft)
    admin.post(address)

    assert "Delete item sleep?" in asked
    assert still_there == [["stress", "sleep"], ["note"]]
    assert names(draft) == [["stress"], ["note"]]


def test_a_page_is_deleted_with_its_items(draft: Questionnaire, admin: Client) -> None:
    address = url("page_delete", draft.pk, page_id(draft, "page_1"))
    assert "stress, sleep" in admin.get(address).content.decode()

    admin.post(address)

    assert names(draft) == [["note"]]


def test_a_page_is_made_by_its_form(draft: Questionnaire, admin: Client) -> None:
    address = url("page_add", draft.pk)
    typed = {"title_en": "Body", "show_if": "stress > 3", "end_if": "sleep < 1", "shuffle": "on"}

    admin.post(address, form_with(admin.get(address), "name") | typed)

    page = DraftPage.objects.get(name="page_2")
    assert (page.position, page.title, page.shuffle) == (2, {"en": "Body"}, True)
    assert (page.show_if, page.end_if) == ("stress > 3", "sleep < 1")


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"show_if": "note == 'a'"}, "Item note is on the page itself."),
        ({"end_if": "stres > 3"}, "There is no item stres; did you mean stress?"),
        ({"title_en": "## Body"}, "Headings are not allowed here"),
        ({"name": "page_1"}, "Another page has this name."),
    ],
)
def test_a_fault_of_a_page_stands_beside_its_field(
    typed: dict[str, str], sentence: str, draft: Questionnaire, admin: Client
) -> None:
    address = url("page", draft.pk, page_id(draft, "evening"))

    answer = admin.post(address, form_with(admin.get(address), "name") | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_items_follow_the_name_of_their_rotation(draft: Questionnaire, admin: Client) -> None:
    rotation = draft.draft_rotations.create(name="body")
    draft.draft_items.filter(name__in=["stress", "sleep"]).update(rotation="body")
    posted = forms.questionnaire(**{"title_en": "Now", "title_pl": "Teraz"}) | {
        "draft_rotations-TOTAL_FORMS": 1,
        "draft_rotations-INITIAL_FORMS": 1,
        "draft_rotations-0-id": rotation.pk,
        "draft_rotations-0-questionnaire": draft.pk,
        "draft_rotations-0-name": "bodily",
        "draft_rotations-0-show": 1,
        "draft_rotations-0-method": "in_turn",
    }

    admin.post(url("change", draft.pk), posted)

    assert set(draft.draft_items.values_list("rotation", flat=True)) == {"bodily", ""}


def test_a_title_that_may_not_be_shown_is_refused_beside_its_field(admin: Client) -> None:
    posted = forms.questionnaire(title_en="[Now](https://example.org)")

    page = admin.post(url("add"), posted).content.decode()

    assert "Text in en: Links are not allowed here" in page
    assert not Questionnaire.objects.exists()

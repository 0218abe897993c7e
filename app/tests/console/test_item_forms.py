from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from esmpress.questionnaires.models import DraftItem
from tests.console import forms
from tests.console.drafts import IMAGE, PNG, SETTINGS, add, make_draft, url
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", SETTINGS)
def test_an_item_that_is_saved_as_it_stands_stays_as_it_is(kind: str, admin: Client) -> None:
    draft = make_draft("slider")
    item = add(draft, kind, "asked")
    before = DraftItem.objects.values().get(pk=item.pk)
    address = url("item", draft.pk, item.pk)

    answer = admin.post(address, form_with(admin.get(address), "name"))

    assert answer.status_code == 302
    assert DraftItem.objects.values().get(pk=item.pk) == before


def test_limits_are_shown_as_they_were_typed(admin: Client) -> None:
    draft = make_draft("slider")
    item = draft.draft_items.get()

    typed = form_with(admin.get(url("item", draft.pk, item.pk)), "name")

    assert (typed["min"], typed["max"], typed["step"]) == (["0"], ["10"], ["0.5"])


@pytest.mark.parametrize("kind", SETTINGS)
def test_a_new_item_shows_only_the_fields_of_its_kind(kind: str, admin: Client) -> None:
    draft = make_draft("slider")

    page = admin.get(f"{url('item_add', draft.pk)}?kind={kind}")

    fields = set(form_with(page, "name"))
    assert page.status_code == 200
    assert ("text_en" in fields) is True
    assert ("step" in fields) is (kind in ("slider", "number"))
    assert ("when_skipped" in page.content.decode()) is (kind not in ("information", "computed"))


def test_the_kinds_to_choose_from_are_all_there_with_what_they_are_for(admin: Client) -> None:
    draft = make_draft("slider")

    page = admin.get(url("item_add", draft.pk)).content.decode()

    assert [kind for kind in SETTINGS if f"?kind={kind}&amp;" not in page] == []
    assert "One touch for two things: how pleasant, and how activated." in page


@pytest.mark.parametrize(
    ("chosen", "required", "ask_again"),
    [("required", True, False), ("optional", False, False), ("ask_again", False, True)],
)
def test_what_happens_when_an_item_is_skipped_is_one_choice(
    chosen: str, required: bool, ask_again: bool, admin: Client
) -> None:
    draft = make_draft()

    forms.add_item(admin, draft, forms.TEXT | {"when_skipped": chosen, "can_decline": "on"})

    item = draft.draft_items.get()
    assert (item.required, item.ask_again, item.can_decline) == (required, ask_again, True)


def test_a_change_is_noted_in_the_history(admin: Client) -> None:
    forms.add_item(admin, make_draft(), forms.TEXT)

    assert LogEntry.objects.get().change_message == "Added item note."


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        ("single_choice", {"fixed": "4"}, "There is no option 4."),
        ("multiple_choice", {"exclusive": "all"}, "Write the numbers of options, like 1, 3"),
        ("multiple_choice", {"min_chosen": "3", "max_chosen": "2"}, "More must be chosen than may"),
        ("likert", {"options_en": "1 =\n2 = b\n3 = c", "options_pl": ""}, "the first and the last"),
        ("matrix", {"rows_en": "Calm = I am calm", "rows_pl": ""}, "Rows in en, line 1: write a"),
        ("slider", {"step": "3"}, "Whole steps must lead from minimum to maximum"),
        ("affect_grid", {"labels_top_en": "", "labels_top_pl": ""}, "This is needed."),
        ("number", {"step": "0.25"}, "The step has more digits than decimals allow"),
        ("date", {"earliest": "1 May"}, "A day is written like 2027-01-31."),
        ("date", {"latest": "2026-12-31"}, "The latest day is before the earliest."),
        ("time", {"step_minutes": "7"}, "Whole steps must fill an hour."),
        ("duration", {"max_minutes": "60"}, "Whole steps must lead from shortest to longest."),
        ("ranking", {"top": "4"}, "There are only 3 options to rank."),
        ("computed", {"formula": "slider *"}, "expected a number"),
        ("computed", {"formula": ""}, "This is needed."),
        ("text", {"text_en": "## Why?"}, "Headings are not allowed here"),
        ("text", {"show_if": "slider >"}, "expected a number"),
        ("text", {"show_if": "slidr > 3"}, "There is no item slidr; did you mean slider?"),
        ("text", {"show_if": "slider"}, "a condition must come to true or false"),
        ("text", {"show_if": "asked == 'a'"}, "It refers to itself"),
        ("text", {"show_if": "later > 1"}, "Item later comes later."),
        ("text", {"text_en": "Still {later}?"}, "item later comes later."),
        ("text", {"name": "rank"}, "The name is a word of conditions."),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    kind: str, typed: dict[str, str], sentence: str, admin: Client
) -> None:
    draft = make_draft("slider")
    item = add(draft, kind, "asked")
    add(draft, "slider", "later")
    address = url("item", draft.pk, item.pk)
    before = DraftItem.objects.values().get(pk=item.pk)

    answer = admin.post(address, form_with(admin.get(address), "name") | typed)

    shown = form_with(answer, "name")
    assert answer.status_code == 422
    assert sentence.lower() in answer.content.decode().replace("&#x27;", "'").lower()
    assert {name: shown[name] for name in typed} == {name: [one] for name, one in typed.items()}
    assert DraftItem.objects.values().get(pk=item.pk) == before


def test_faults_of_other_items_keep_nobody_from_saving_this_one(admin: Client) -> None:
    draft = make_draft("slider")
    add(draft, "slider", "broken", settings={}, show_if="nobody > 3")

    answer = forms.add_item(admin, draft, forms.TEXT | {"show_if": "broken > 3"})

    assert answer.status_code == 302
    assert draft.draft_items.filter(name="note").exists()


def test_what_a_change_breaks_elsewhere_is_said(admin: Client) -> None:
    draft = make_draft("slider")
    add(draft, "text", "note", show_if="slider > 3")
    item = draft.draft_items.get(name="slider")
    address = url("item", draft.pk, item.pk)

    said = forms.said(admin, address, form_with(admin.get(address), "name") | {"name": "stress"})

    assert said == "Because of this change: item note: There is no item slider."


def test_pictures_are_read_into_the_definition(admin: Client) -> None:
    draft = make_draft()
    posted: dict[str, Any] = forms.item("face", "image_choice")
    for place, label in enumerate(("glad", "sad")):
        posted |= {
            f"pictures_{place}_value": str(place + 1),
            f"pictures_{place}_label_en": label,
            f"pictures_{place}_file": SimpleUploadedFile(f"{label}.png", PNG),
        }

    forms.add_item(admin, draft, posted)

    assert draft.draft_items.get().settings["options"] == [
        {"value": 1, "label": {"en": "glad"}, "image": IMAGE},
        {"value": 2, "label": {"en": "sad"}, "image": IMAGE},
    ]


@pytest.mark.parametrize(
    ("content", "fields", "sentence"),
    [
        (b"GIF89a", {}, "Picture 2: the file is no PNG, JPEG or WebP picture."),
        (PNG + b"0" * 60_000, {}, "Picture 2: the file has 61 kB, and 60 kB are the most"),
        (PNG, {"pictures_1_value": "one"}, "Picture 2: write its number"),
        (PNG, {"pictures_1_label_en": ""}, "Picture 2: say what it shows"),
        (PNG, {"pictures_1_value": "1"}, "Two pictures have the same number."),
        (None, {}, "Picture 2: choose a file."),
    ],
)
def test_a_picture_that_cannot_be_taken_is_explained_and_the_others_are_kept(
    content: bytes | None, fields: dict[str, str], sentence: str, admin: Client
) -> None:
    draft = make_draft()
    posted: dict[str, Any] = forms.item("face", "image_choice")
    posted |= {"pictures_0_value": "1", "pictures_0_label_en": "glad"}
    posted |= {"pictures_0_file": SimpleUploadedFile("glad.png", PNG)}
    posted |= {"pictures_1_value": "2", "pictures_1_label_en": "sad"} | fields
    if content:
        posted["pictures_1_file"] = SimpleUploadedFile("sad.png", content)

    answer = forms.add_item(admin, draft, posted)

    assert sentence in answer.content.decode()
    assert form_with(answer, "name")["pictures_0_image"] == [IMAGE]


def test_an_item_can_be_made_another_kind(admin: Client) -> None:
    draft = make_draft("single_choice")
    item = draft.draft_items.get()
    address = f"{url('item', draft.pk, item.pk)}?kind=likert"

    admin.post(address, form_with(admin.get(address), "name"))

    item.refresh_from_db()
    assert item.kind == "likert"
    assert [one["value"] for one in item.settings["options"]] == [1, 2, 3]


def test_a_rotation_is_chosen_among_those_there_are(admin: Client) -> None:
    draft = make_draft("slider", "text")
    draft.draft_rotations.create(name="body")
    address = url("item", draft.pk, draft.draft_items.get(name="text").pk)

    admin.post(address, form_with(admin.get(address), "name") | {"rotation": "body"})

    assert draft.draft_items.get(name="text").rotation == "body"

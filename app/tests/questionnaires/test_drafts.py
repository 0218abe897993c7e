from __future__ import annotations

from typing import Any

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.drafts import Draft, read_draft
from tests.questionnaires.builders import BOTH, item


def draft(*items: dict[str, Any], **fields: Any) -> Draft:
    pages = [{"name": "first", "items": list(items)}]
    return read_draft({"title": BOTH, "introduction": None, "pages": pages, **fields})


def names(found: Draft) -> list[str]:
    return [one.name for one in found.definition.items] if found.definition else []


def said(found: Draft) -> list[tuple[str | None, str, str]]:
    return [(one.item or one.page or one.rotation, one.field, one.sentence) for one in found.faults]


def test_a_sound_draft_is_the_definition_it_would_be_published_as() -> None:
    items = [item("slider"), item("text", show_if="slider > 3", text={"en": "{slider}", "pl": "*"})]

    found = draft(*items)

    pages = [{"name": "first", "items": items}]
    assert found.definition == Definition.model_validate({"title": BOTH, "pages": pages})
    assert (found.faults, found.left_out) == ([], [])


def test_each_fault_has_its_item_and_its_field() -> None:
    broken = item("slider", min=5, max=1) | {"max_label": None}

    found = draft(broken, item("text", text={"en": "## Why?", "pl": "…"}), item("number"))

    assert [(one.item, one.field) for one in found.faults] == [
        ("slider", "max_label"),
        ("text", "text"),
    ]
    assert names(found) == ["number"]


def test_what_uses_a_faulty_item_is_not_blamed() -> None:
    found = draft(item("slider", min_label=None), item("text", show_if="slider > 3"))

    assert said(found)[1:] == [
        ("text", "show_if", "it uses slider, which has to be mended first"),
    ]
    assert found.faults_of_item("text") == []
    assert found.definition is not None
    assert found.definition.items[0].show_if is None


def test_conditions_that_come_too_early_are_left_out() -> None:
    found = draft(item("text", show_if="slider > 3"), item("slider"))

    assert said(found) == [("text", "show_if", "item slider comes later")]
    assert found.left_out == ["Item text is shown without its condition."]
    assert names(found) == ["text", "slider"]


def test_what_is_piped_too_early_leaves_its_item_out_and_what_uses_that() -> None:
    piped = item("number", text={"en": "{slider}", "pl": "x"})

    found = draft(piped, item("slider"), item("text", show_if="number > 3"))

    assert said(found)[0] == ("number", "text", "text in en: item slider comes later")
    assert names(found) == ["slider", "text"]


def test_a_page_without_items_waits_for_publishing() -> None:
    pages = [
        {"name": "first", "items": [item("text")]},
        {"name": "second", "show_if": "nobody > 3", "items": []},
    ]

    found = read_draft({"title": BOTH, "pages": pages})

    assert said(found) == [("second", "", "the page has no items yet")]
    assert found.faults_of_page("second") == []
    assert names(found) == ["text"]


def test_a_rotation_that_leaves_nothing_out_is_left_out() -> None:
    rotation = {"name": "body", "show": 1, "method": "random"}

    found = draft(item("text", rotation="body"), rotations=[rotation])

    assert said(found) == [("body", "", "it asks 1 of its 1 items, which leaves none out")]
    assert found.definition is not None
    assert found.definition.items[0].rotation is None


def test_items_that_would_share_a_column_are_both_named() -> None:
    matrix = item("text", name="mood_calm")
    rows: dict[str, Any] = {"kind": "matrix", "name": "mood", "text": BOTH}
    rows |= {"rows": [{"name": "calm", "text": BOTH}]}
    rows |= {"options": [{"value": 1, "label": BOTH}, {"value": 2, "label": BOTH}]}

    found = draft(matrix, rows)

    assert {(one.item, one.field) for one in found.faults} == {
        ("mood_calm", "name"),
        ("mood", "name"),
    }


def test_without_anything_sound_there_is_nothing_to_show() -> None:
    assert draft().definition is None

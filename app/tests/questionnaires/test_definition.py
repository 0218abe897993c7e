from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from pydantic import ValidationError

from tests.questionnaires.builders import BOTH, OPTIONS, definition, item


def fault(*items: dict[str, Any], **fields: Any) -> str:
    with pytest.raises(ValidationError) as refused:
        definition(*items, **fields)
    return str(refused.value)


def test_a_definition_takes_an_item_of_every_kind() -> None:
    kinds = ("single_choice", "slider", "number", "text")

    parsed = definition(*map(item, kinds))

    assert [one.kind for one in parsed.items] == list(kinds)
    assert parsed.languages == {"en", "pl"}


def test_two_items_with_one_name_are_refused_by_name() -> None:
    said = fault(item("text", name="note"), item("number", name="note"))

    assert "two items have the name note" in said


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        (item("text", text={"en": "text"}), "item text"),
        (item("text", help={"en": "text"}), "item text, help"),
        (item("slider", min_label={"en": "text"}), "item slider, left end"),
        (item("slider", max_label={"en": "text"}), "item slider, right end"),
        (item("number", unit={"en": "text"}), "item number, unit"),
        (
            item("single_choice", options=[OPTIONS[0], {"value": 2, "label": {"en": "text"}}]),
            "item single_choice, option 2",
        ),
    ],
)
def test_a_text_missing_in_one_language_is_refused_by_its_place(
    changed: dict[str, Any], place: str
) -> None:
    said = fault(changed)

    assert f"{place}: the text in pl is missing" in said


def test_a_title_missing_in_a_language_of_the_items_is_refused() -> None:
    said = fault(item("text"), title={"en": "text"})

    assert "title: the text in pl is missing" in said


def test_an_introduction_missing_in_one_language_is_refused() -> None:
    said = fault(item("text"), introduction={"pl": "tekst"})

    assert "introduction: the text in en is missing" in said


def test_every_missing_text_is_named_at_once() -> None:
    said = fault(item("text", text={"en": "text"}), item("number", text={"pl": "tekst"}))

    assert "item text: the text in pl is missing; item number: the text in en is missing" in said


@pytest.mark.parametrize(
    "changed",
    [
        item("slider", min=5, max=5),
        item("slider", min=10, max=0),
        item("slider", min=0, max=10, step=3),
        item("slider", min=0, max=1, step=2),
        item("slider", step=0),
        item("slider", step=float("nan")),
        item("slider", max=float("inf")),
        item("number", min=3, max=3),
        item("number", min=float("-inf")),
        item("number", max=1e16),
        item("number", decimals=7),
        item("text", max_length=0),
        item("text", max_length=5001),
        item("single_choice", options=OPTIONS[:1]),
        item("single_choice", options=[OPTIONS[0], OPTIONS[0]]),
        item("text", name="Stress"),
        item("text", name="1st"),
        item("text", name="a" * 41),
        item("text", text={}) | {"name": ""},
        item("text", text={"en": " ", "pl": "tekst"}),
        item("text", text={"english": "text"}),
        item("text", placeholder="unknown field"),
    ],
)
def test_an_item_that_could_not_be_asked_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        definition(changed)


def test_a_slider_in_tenths_reaches_its_right_end() -> None:
    parsed = definition(item("slider", min=0, max=0.7, step=0.1))

    assert parsed.items[0].kind == "slider"


def test_a_definition_without_items_is_refused() -> None:
    with pytest.raises(ValidationError):
        definition()


def test_equal_definitions_have_equal_hashes_and_a_changed_text_has_another() -> None:
    first = definition(item("text"))
    again = definition(item("text", text={"pl": "tekst", "en": "text"}))
    changed = definition(item("text", text=BOTH | {"en": "texts"}))

    assert first.content_hash() == again.content_hash()
    assert first.content_hash() != changed.content_hash()


def test_a_version_of_before_there_was_a_choice_of_presentation_keeps_its_hash() -> None:
    made = definition(item("text"))
    fields = made.model_dump(mode="json", exclude={"presentation"})
    canonical = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))

    assert made.content_hash() == hashlib.sha256(canonical.encode()).hexdigest()
    assert definition(item("text"), presentation="item").content_hash() != made.content_hash()

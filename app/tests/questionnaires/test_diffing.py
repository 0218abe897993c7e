from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.diffing import Difference, differences
from tests.questionnaires.builders import BOTH, PICTURES
from tests.questionnaires.worded import worded_definitions

FIELDS: dict[str, Any] = {
    "title": BOTH,
    "pages": [
        {
            "name": "one",
            "items": [
                {
                    "kind": "single_choice",
                    "name": "mood",
                    "text": {"en": "How?", "pl": "Jak?"},
                    "options": [{"value": value, "label": BOTH} for value in (1, 2, 3)],
                },
                {"kind": "text", "name": "why", "text": BOTH},
                {"kind": "number", "name": "sleep", "text": BOTH, "max": 24},
            ],
        },
        {"name": "two", "items": [{"kind": "text", "name": "note", "text": BOTH}]},
    ],
}


def changed(change: Any) -> list[Difference]:
    fields = deepcopy(FIELDS)
    change(fields, *[page["items"] for page in fields["pages"]])
    return differences(Definition.model_validate(FIELDS), Definition.model_validate(fields))


@given(one=worded_definitions(), other=worded_definitions())
def test_there_are_differences_exactly_between_different_definitions(
    one: Definition, other: Definition
) -> None:
    assert differences(one, one) == []
    assert bool(differences(one, other)) == (one != other)


@given(one=worded_definitions(), other=worded_definitions())
def test_what_is_added_one_way_is_removed_the_other(one: Definition, other: Definition) -> None:
    there, back = differences(one, other), differences(other, one)

    added = {(found.place) for found in there if found.what == "added"}
    assert added == {(found.place) for found in back if found.what == "removed"}
    assert all(found.before or found.after for found in (*there, *back))


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        (
            lambda f, one, two: one[0]["text"].update(pl="Jak się czujesz?"),
            Difference("item mood", "changed", "text in pl", "Jak?", "Jak się czujesz?"),
        ),
        (
            lambda f, one, two: one[0].update(required=False),
            Difference("item mood", "changed", "required", "yes", "no"),
        ),
        (
            lambda f, one, two: one[1].update(show_if="mood == 1"),
            Difference("item why", "changed", "shown if", "nothing", "mood == 1"),
        ),
        (
            lambda f, one, two: one[1].update(help={"en": "Briefly", "pl": "Krótko"}),
            Difference("item why", "changed", "help in en", "", "Briefly"),
        ),
        (
            lambda f, one, two: one[2].update(max=12),
            Difference("item sleep", "changed", "maximum", "24", "12"),
        ),
        (
            lambda f, one, two: one[0]["options"].pop(1),
            Difference("item mood, option 2", "removed", before="text / tekst"),
        ),
        (
            lambda f, one, two: one[0]["options"].append({"value": 9, "label": BOTH}),
            Difference("item mood, option 9", "added", after="text / tekst"),
        ),
        (
            lambda f, one, two: one[0]["options"].insert(0, one[0]["options"].pop()),
            Difference("item mood, option 3", "moved", "place", "3", "1"),
        ),
        (
            lambda f, one, two: one[0]["options"][1].update(fixed=True),
            Difference("item mood, option 2", "changed", "keeps its place", "no", "yes"),
        ),
        (
            lambda f, one, two: one.pop(1),
            Difference("item why", "removed", before="text: text"),
        ),
        (
            lambda f, one, two: two.append({"kind": "consent", "name": "ok", "text": BOTH}),
            Difference("item ok", "added", after="consent: text, on page two"),
        ),
        (
            lambda f, one, two: one.insert(0, one.pop()),
            Difference("item sleep", "moved", "place", "3", "1"),
        ),
        (
            lambda f, one, two: two.append(one.pop()),
            Difference("item sleep", "moved", "page", "one", "two"),
        ),
        (
            lambda f, one, two: f["pages"].reverse(),
            Difference("page one", "moved", "place", "1", "2"),
        ),
        (
            lambda f, one, two: f["pages"][1].update(show_if="answered(why)"),
            Difference("page two", "changed", "shown if", "nothing", "answered(why)"),
        ),
        (
            lambda f, one, two: f.update(shuffle_pages=True),
            Difference("questionnaire", "changed", "pages in random order", "no", "yes"),
        ),
        (
            lambda f, one, two: f.update(presentation="item"),
            Difference("questionnaire", "changed", "shown at a time", "page", "item"),
        ),
    ],
)
def test_a_change_is_told_in_words(change: Any, difference: Difference) -> None:
    found = changed(change)

    assert difference in found


def test_the_fewest_parts_are_said_to_have_moved() -> None:
    found = changed(lambda f, one, two: one.append(one.pop(0)))

    assert [(one.place, one.what) for one in found] == [("item mood", "moved")]


def test_a_change_of_kind_tells_only_what_differs_from_the_default() -> None:
    found = changed(lambda f, one, two: one[1].update(kind="consent"))

    assert found == [Difference("item why", "changed", "kind", "text", "consent")]


def test_a_page_that_came_names_its_items() -> None:
    new = {"name": "three", "items": [{"kind": "text", "name": "more", "text": BOTH}]}

    found = changed(lambda f, one, two: f["pages"].append(new))

    assert found[0] == Difference("page three", "added", after="with more")
    assert found[1].place == "item more"


def test_rotations_and_pictures_are_compared() -> None:
    pictures = {"kind": "image_choice", "name": "p", "text": BOTH, "options": PICTURES}

    found = changed(
        lambda f, one, two: (
            [item.update(rotation="some") for item in one],
            f.update(rotations=[{"name": "some", "show": 2}]),
            two.append(pictures),
        )
    )

    assert found[0] == Difference(
        "rotation some", "added", after="asked at each prompt 2, method random"
    )
    assert Difference("item why", "changed", "rotation", "nothing", "some") in found

"""Markup and piping in the texts of a questionnaire."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.rich_texts.plain_text import plain
from tests.questionnaires.builders import BOTH, FOUR, definition, item, numbers, page, paged
from tests.questionnaires.refusals import item_faults, page_faults


def both(text: str) -> dict[str, str]:
    return {"en": text, "pl": "tekst"}


def test_plain_texts_are_not_read_as_anything_else() -> None:
    parsed = definition(item("text", text={"en": "How are you? 1 < 2", "pl": "Jak się masz?"}))

    assert parsed.rich == {}


def test_a_text_with_markup_is_read_once_for_whoever_shows_it() -> None:
    text = "**How** are you?\n\n- good\n- bad"

    parsed = definition(item("text", text=both(text)))

    assert list(parsed.rich) == [text]
    assert plain(parsed.rich[text]) == "How are you?\n\n- good\n- bad"


def test_what_is_given_as_read_is_read_again() -> None:
    first = definition(item("text", text=both("**bold**")))
    changed = first.model_dump(mode="json")
    changed["rich"] = {"other": changed["rich"]["**bold**"]}

    again = type(first).model_validate(changed)

    assert again == first


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        (item("text", text=both("<b>bold</b>")), "item text"),
        (item("text", help=both("<b>bold</b>")), "item text, help"),
        (item("slider", min_label=both("<b>bold</b>")), "item slider, left end"),
        (item("number", unit=both("<b>bold</b>")), "item number, unit"),
        (item("number", range_message=both("<b>bold</b>")), "item number, range message"),
        (
            item("ranking", options=[*FOUR[:3], {"value": 9, "label": both("<b>bold</b>")}]),
            "item ranking, option 9",
        ),
        (item("information", text=both("<b>bold</b>")), "item information"),
    ],
)
def test_a_fault_of_a_text_names_place_and_language(changed: dict[str, Any], place: str) -> None:
    (said,) = item_faults(changed)

    assert said.startswith(f"{place}, text in en: ")
    assert "HTML is not allowed" in said


def test_a_fault_in_the_opening_words_names_them() -> None:
    said = page_faults(
        page("one", item("text"), title=both("<i>x</i>")),
        title=both("<i>x</i>"),
        introduction=both("<i>x</i>"),
    )

    assert [sentence.partition(":")[0] for sentence in said] == [
        "title, text in en",
        "introduction, text in en",
        "page one, text in en",
    ]


def test_labels_hold_no_links_and_help_may() -> None:
    link = both("[more](https://example.org/)")

    assert definition(item("text", help=link)).rich
    assert item_faults(item("number", unit=link))


def test_a_question_is_shorter_than_an_introduction() -> None:
    long = both("a" * 2001)

    assert definition(item("text"), introduction=long)
    assert definition(item("information", text=long))
    assert item_faults(item("text", text=long)) == [
        "item text, text in en: The text has 2001 characters; at most 2000 are allowed"
    ]


def test_texts_may_hold_what_was_answered_before() -> None:
    parsed = paged(
        page("one", *numbers("a")),
        page(
            "two", item("text", text=both("You said {a}."), help=both("{a * 2}")), title=both("{a}")
        ),
        introduction=both("Day {day}, {previous(a)} before"),
    )

    assert [tree.node for tree in parsed.trees()] == [
        "moment",
        "earlier",
        "item",
        "item",
        "arithmetic",
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"introduction": both("{a}")}, "introduction, text in en: item a comes later"),
        ({"title": both("{a}")}, "title, text in en: item a comes later"),
        (
            {"introduction": both("{strss}")},
            "introduction, text in en: there is no item strss",
        ),
    ],
)
def test_opening_words_come_before_every_answer(fields: dict[str, Any], sentence: str) -> None:
    assert page_faults(page("one", *numbers("a")), **fields) == [sentence]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        (item("text", text=both("{text}")), "item text, text in en: it refers to itself (text)"),
        (item("text", text=both("{b}")), "item text, text in en: item b comes later"),
        (item("text", help=both("{b}")), "item text, help, text in en: item b comes later"),
        (
            item("text", text=both("{sleep}")),
            "item text, text in en: sleep has a value only by part, as in sleep.falling",
        ),
    ],
)
def test_the_texts_of_an_item_come_before_its_answer(
    changed: dict[str, Any], sentence: str
) -> None:
    assert item_faults(item("matrix", "sleep"), changed, *numbers("b")) == [sentence]


def test_the_title_of_a_page_comes_before_its_items() -> None:
    said = page_faults(page("one", *numbers("a"), title=both("{a}")))

    assert said == ["page one, text in en: item a is on the page itself"]


def test_an_expression_in_a_text_that_cannot_be_read_names_its_place() -> None:
    (said,) = item_faults(item("text", text=both("{1 +}")))

    assert said.startswith("item text, text in en: ")


def test_both_languages_are_read() -> None:
    said = item_faults(item("text", text={"en": "{x}", "pl": "{y}"}))

    assert said == [
        "item text, text in en: there is no item x",
        "item text, text in pl: there is no item y",
    ]


def test_texts_are_told_apart_by_their_keys() -> None:
    parsed = paged(page("one", item("matrix", text=BOTH, help=BOTH), title=BOTH), introduction=BOTH)

    assert [text.key for text in parsed.placed_texts()] == [
        "title",
        "introduction",
        "pages.one.title",
        "items.matrix.text",
        "items.matrix.help",
        "items.matrix.rows.falling",
        "items.matrix.rows.staying",
        "items.matrix.options.1",
        "items.matrix.options.2",
        "items.matrix.options.3",
        "items.matrix.options.4",
    ]

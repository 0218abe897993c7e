"""Published versions: their hash, and that they mean what they meant when they were published."""

from __future__ import annotations

import json
from typing import Any

import pytest

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.expression import PUBLISHED
from tests.questionnaires.builders import BOTH, ITEMS, definition, item, numbers, page, paged
from tests.questionnaires.refusals import faults_of

WHOLE = paged(
    page("one", *map(item, ITEMS), title=BOTH),
    page(
        "two",
        item("text", "why", text={"en": "**Why** {number}?", "pl": "Czemu?"}, show_if="number > 5"),
        end_if="yes_no",
    ),
    introduction=BOTH,
)


def dump(asked: Definition) -> Any:
    """The definition as the database gives it back: PostgreSQL keeps no order of keys."""
    return json.loads(json.dumps(asked.model_dump(mode="json"), sort_keys=True))


def test_a_version_is_read_again_as_it_was_published() -> None:
    again = Definition.model_validate(dump(WHOLE), context=PUBLISHED)

    assert again == WHOLE
    assert again.content_hash() == WHOLE.content_hash()


def test_the_order_of_pages_items_and_options_counts_for_the_hash() -> None:
    first = paged(page("one", *numbers("a", "b")))

    assert first.content_hash() != paged(page("one", *numbers("b", "a"))).content_hash()


@pytest.mark.parametrize(
    "changed",
    [
        {"show_if": "day > 1"},
        {"required": False},
        {"can_decline": True},
        {"range_message": BOTH},
        {"help": BOTH},
    ],
)
def test_whatever_is_changed_changes_the_hash(changed: dict[str, Any]) -> None:
    first, other = definition(item("number")), definition(item("number", **changed))

    assert first.content_hash() != other.content_hash()


def test_what_is_left_out_and_what_is_written_out_have_one_hash() -> None:
    short = definition(item("number", show_if="day > 1"))
    long = Definition.model_validate(dump(short))

    assert short.content_hash() == long.content_hash()


def test_the_hash_is_the_same_on_every_machine() -> None:
    assert definition(item("number")).content_hash() == PINNED


PINNED = "67a31e822f2b4630c0f6cd81852b6b4783b2b830c73208a7db7da92055d4d581"


def test_a_version_keeps_the_tree_it_was_published_with() -> None:
    published = dump(definition(*numbers("a"), item("text", show_if="a > 1")))
    published["pages"][0]["items"][1]["show_if"]["source"] = "a >> 1 in words of another day"

    again = Definition.model_validate(published, context=PUBLISHED)

    show_if = again.items[1].show_if
    assert show_if is not None
    assert (show_if.tree.node, show_if.source) == ("comparison", "a >> 1 in words of another day")


def test_a_draft_keeps_no_tree_that_is_not_that_of_its_source() -> None:
    given = dump(definition(*numbers("a"), item("text", show_if="a > 1")))
    given["pages"][0]["items"][1]["show_if"]["source"] = "a > 2"

    assert faults_of(Definition.model_validate, given) == [
        "the tree is not that of the source: leave the tree out"
    ]


def test_a_version_keeps_what_its_texts_were_read_as() -> None:
    published = dump(definition(item("text", text={"en": "**bold**", "pl": "tekst"})))
    published["rich"] = {}

    assert Definition.model_validate(published, context=PUBLISHED).rich == {}


def test_a_version_of_before_there_were_pages_is_read() -> None:
    old = {
        "title": {"en": "Now"},
        "introduction": None,
        "items": [
            {
                "kind": "slider",
                "name": "day",
                "text": {"en": "*How* was the day?"},
                "help": None,
                "required": True,
                "min": 0,
                "max": 100,
                "step": 1,
                "min_label": {"en": "bad"},
                "max_label": {"en": "good"},
                "show_value": False,
            },
            {
                "kind": "number",
                "name": "sleep",
                "text": {"en": "Hours?"},
                "help": None,
                "required": False,
                "min": 0.5,
                "max": 24.0,
                "decimals": 0,
                "unit": {"en": "h"},
            },
        ],
    }

    read = Definition.model_validate(old, context=PUBLISHED)

    assert [one.name for one in read.items] == ["day", "sleep"]
    assert (read.pages[0].name, read.rich) == ("page_1", {})


def test_a_version_whose_tree_is_beyond_the_limits_is_not_evaluated() -> None:
    published = dump(definition(item("text", show_if="day > 1")))
    deep: dict[str, Any] = {"node": "truth", "value": True}
    for _ in range(25):
        deep = {"node": "not", "operand": deep}
    published["pages"][0]["items"][0]["show_if"]["tree"] = deep

    assert faults_of(Definition.model_validate, published, context=PUBLISHED)

from __future__ import annotations

import json

from hypothesis import given

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.sources import source_of
from tests.questionnaires.builders import BOTH, definition, item
from tests.questionnaires.worded import worded_definitions


@given(made=worded_definitions())
def test_reading_a_source_makes_an_equal_definition(made: Definition) -> None:
    source = json.loads(json.dumps(source_of(made)))

    again = Definition.model_validate(source)

    assert again == made
    assert again.content_hash() == made.content_hash()
    assert source_of(again) == source


def test_a_source_holds_conditions_as_typed_and_no_defaults() -> None:
    asked = definition(
        item("slider", min=0, step=1, name="stress"), item("number", show_if="stress > 50", max=2)
    )

    items = source_of(asked)["pages"][0]["items"]

    assert items == [
        {
            "kind": "slider",
            "name": "stress",
            "text": BOTH,
            "min_label": BOTH,
            "max_label": BOTH,
        },
        {"kind": "number", "name": "number", "text": BOTH, "show_if": "stress > 50", "max": 2},
    ]


def test_a_source_has_neither_trees_nor_what_is_made_of_texts() -> None:
    asked = definition(item("text", text={"en": "Day **{day}**", "pl": "Dzień {day}"}))

    written = json.dumps(source_of(asked))

    assert asked.rich
    assert "rich" not in written
    assert "tree" not in written

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.effort import estimate_seconds

ENDS = {"min_label": {"en": "no"}, "max_label": {"en": "yes"}}
OPTIONS = [{"value": 1, "label": {"en": "alone"}}, {"value": 2, "label": {"en": "not alone"}}]
ROWS = [{"name": "one", "text": {"en": "one"}}, {"name": "two", "text": {"en": "two"}}]
SIDES = ("left", "right", "bottom", "top")
# 238 words a minute.
WORD = 60 / 238


def questionnaire(*items: dict[str, Any], **fields: Any) -> Definition:
    return Definition.model_validate({"title": {"en": "Now"}, "items": items} | fields)


@pytest.mark.parametrize(
    ("fields", "seconds"),
    [
        ({"kind": "single_choice", "options": OPTIONS}, 3 + 3 * WORD),
        ({"kind": "slider", **ENDS}, 4 + 2 * WORD),
        ({"kind": "number"}, 6),
        ({"kind": "text"}, 15),
        ({"kind": "text", "multiline": True}, 40),
        ({"kind": "multiple_choice", "options": OPTIONS}, 2 * 1.5 + 3 * WORD),
        (
            {"kind": "likert", "options": [*OPTIONS, {"value": 3, "label": {"en": "a"}}]},
            3 + 4 * WORD,
        ),
        ({"kind": "matrix", "rows": ROWS, "options": OPTIONS}, 2 * 3 + 5 * WORD),
        ({"kind": "ranking", "options": OPTIONS}, 2 * 3 + 3 * WORD),
        ({"kind": "ranking", "options": OPTIONS, "top": 1}, 3 + 3 * WORD),
        ({"kind": "affect_grid", "labels": {side: {"en": "end"} for side in SIDES}}, 5 + 4 * WORD),
        ({"kind": "date"}, 8),
        ({"kind": "time"}, 8),
        ({"kind": "duration"}, 8),
        ({"kind": "yes_no", "yes_label": {"en": "oh yes"}}, 2 + 2 * WORD),
        ({"kind": "consent"}, 3),
        ({"kind": "photo"}, 25),
        ({"kind": "information"}, 0),
        ({"kind": "number", "range_message": {"en": "Shown only after a mistake."}}, 6),
    ],
)
def test_each_kind_takes_its_time_to_read_and_to_answer(
    fields: dict[str, Any], seconds: float
) -> None:
    asked = questionnaire({"name": "item", "text": {"en": "How are you?"}, **fields})

    assert estimate_seconds(asked) == pytest.approx(10 + 3 * WORD + seconds)


def test_the_introduction_and_help_are_read_too() -> None:
    item = {"name": "item", "kind": "number", "text": {"en": "Sleep?"}, "help": {"en": "In hours."}}

    seconds = estimate_seconds(questionnaire(item, introduction={"en": "Good morning to you"}))

    assert seconds == pytest.approx(10 + 6 + 7 * WORD)


def test_the_language_with_most_words_counts() -> None:
    item = {"name": "item", "kind": "number", "text": {"en": "Sleep?", "pl": "Ile snu dziś?"}}
    title = {"en": "Now", "pl": "Teraz"}

    seconds = estimate_seconds(questionnaire(item, title=title))

    assert seconds == pytest.approx(10 + 6 + 3 * WORD)


def test_what_is_computed_takes_nobodys_time() -> None:
    read = questionnaire({"name": "a", "kind": "number", "text": {"en": "Sleep?"}})
    computed = {"name": "b", "kind": "computed", "text": {"en": "Twice a."}, "formula": "a * 2"}

    assert estimate_seconds(
        questionnaire({"name": "a", "kind": "number", "text": {"en": "Sleep?"}}, computed)
    ) == estimate_seconds(read)


def test_of_a_rotation_the_share_counts_that_one_prompt_asks() -> None:
    items = [
        {"name": name, "kind": "number", "text": {"en": "Sleep?"}, "rotation": "some"}
        for name in ("a", "b", "c", "d")
    ]

    seconds = estimate_seconds(questionnaire(*items, rotations=[{"name": "some", "show": 1}]))

    assert seconds == pytest.approx(10 + 6 + WORD)


def test_titles_of_pages_are_read() -> None:
    page = {
        "name": "one",
        "title": {"en": "About your sleep"},
        "items": [{"name": "a", "kind": "number", "text": {"en": "Hours?"}}],
    }
    paged = Definition.model_validate({"title": {"en": "Now"}, "pages": [page]})

    assert estimate_seconds(paged) == pytest.approx(10 + 6 + 4 * WORD)

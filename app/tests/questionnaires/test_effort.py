from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.effort import estimate_seconds

ENDS = {"min_label": {"en": "no"}, "max_label": {"en": "yes"}}
OPTIONS = [{"value": 1, "label": {"en": "alone"}}, {"value": 2, "label": {"en": "not alone"}}]
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

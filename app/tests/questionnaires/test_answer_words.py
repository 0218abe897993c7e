"""Answers as a researcher reads them."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.answer_words import in_words
from tests.questionnaires.builders import ANSWERS, BOTH, definition, item

NAMES = ["alone", "friend", "family", "other"]
OPTIONS = [
    {"value": n, "label": {"en": name, "pl": f"{name}?"}} for n, name in enumerate(NAMES, start=1)
]


@pytest.mark.parametrize(
    ("asked", "answer", "words"),
    [
        (item("single_choice", options=OPTIONS), 2, "2 = friend"),
        (item("likert", options=[OPTIONS[0], {"value": 5}, OPTIONS[3]]), 5, "5"),
        (item("multiple_choice", options=OPTIONS), [1, 3], "1 = alone\n3 = family"),
        (item("ranking", options=OPTIONS[:2]), [2, 1], "1. 2 = friend\n2. 1 = alone"),
        (
            item("matrix", options=OPTIONS),
            {"falling": 1, "staying": 4},
            "falling: 1 = alone\nstaying: 4 = other",
        ),
        (item("affect_grid"), {"valence": -4, "arousal": 2}, "valence: -4\narousal: 2"),
        (item("slider"), 63.5, "63.5"),
        (item("text"), "fine", "fine"),
        (item("date"), "2027-01-31", "2027-01-31"),
        (item("duration"), 95, "95 min (1 h 35 min)"),
        (item("duration"), 5, "5 min (0 h 05 min)"),
        (item("yes_no"), True, "yes"),
        (item("yes_no"), False, "no"),
        (item("consent"), True, "yes"),
        (item("computed"), 1.5, "1.5"),
        (item("computed"), False, "no"),
    ],
)
def test_an_answer_is_told_with_its_labels(
    asked: dict[str, Any], answer: object, words: str
) -> None:
    (one,) = definition(asked).items

    assert in_words(one, answer, "en") == words


@pytest.mark.parametrize("kind", ANSWERS)
def test_what_was_skipped_is_a_dash_and_what_was_declined_is_said(kind: str) -> None:
    (one,) = definition(item(kind)).items

    assert in_words(one, None, "en") == "–"
    assert in_words(one, {"missing": "declined"}, "en") == "prefers not to say"


def test_labels_are_told_in_the_language_of_the_response() -> None:
    (one,) = definition(item("single_choice", options=OPTIONS)).items

    assert in_words(one, 1, "pl") == "1 = alone?"
    assert in_words(one, 1, "de") == "1"


def test_a_point_without_a_label_is_its_value() -> None:
    points = [{"value": 1, "label": BOTH}, {"value": 2}, {"value": 3, "label": BOTH}]
    (one,) = definition(item("likert", options=points)).items

    assert in_words(one, 2, "en") == "2"

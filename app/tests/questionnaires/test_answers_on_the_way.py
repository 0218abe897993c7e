"""Answers to a whole questionnaire: what is shown must be answered, and nothing else can be."""

from __future__ import annotations

import json
from typing import Any

import pytest

from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from esmpress.questionnaires.arranging import Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.evaluating import Scope
from tests.questionnaires.builders import ANSWERS, ITEMS, definition, item, numbers, page, paged

HIDDEN = definition(
    *numbers("a"), item("number", "b", show_if="a > 1"), *numbers("c", required=False)
)


def codes(asked: Definition, answers: dict[str, Any], **given: Any) -> list[tuple[str, str]]:
    with pytest.raises(InvalidAnswers) as refused:
        check_answers(asked, answers, **given)
    return [(error.item, error.code) for error in refused.value.errors]


def test_one_answer_of_each_kind_is_kept_with_what_is_computed() -> None:
    asked = definition(*map(item, ITEMS))

    checked = check_answers(asked, ANSWERS)

    assert checked == ANSWERS | {"computed": 2}
    assert list(checked) == [one.name for one in asked.items if one.name != "information"]


def test_a_hidden_item_needs_no_answer_and_a_shown_one_does() -> None:
    assert check_answers(HIDDEN, {"a": 1}) == {"a": 1}
    assert codes(HIDDEN, {"a": 2}) == [("b", "required")]


def test_an_answer_to_a_hidden_item_is_refused() -> None:
    assert codes(HIDDEN, {"a": 1, "b": 3}) == [("b", "not_shown")]


def test_nothing_for_a_hidden_item_is_no_answer_to_it() -> None:
    assert check_answers(HIDDEN, {"a": 1, "b": None, "c": ""}) == {"a": 1}


def test_what_a_bad_answer_hides_is_not_told_as_well() -> None:
    assert codes(HIDDEN, {"a": 1.5, "b": 3}) == [("a", "wrong_type")]


def test_what_a_refused_answer_leaves_open_is_needed_all_the_same() -> None:
    assert codes(definition(*numbers("a", "b")), {"a": "x"}) == [
        ("a", "wrong_type"),
        ("b", "required"),
    ]


def test_after_an_early_end_nothing_is_needed_and_nothing_can_be_answered() -> None:
    asked = paged(page("one", *numbers("a"), end_if="a > 1"), page("two", *numbers("b")))

    assert check_answers(asked, {"a": 2}) == {"a": 2}
    assert codes(asked, {"a": 2, "b": 1}) == [("b", "not_shown")]
    assert codes(asked, {"a": 1}) == [("b", "required")]


def test_what_the_rotation_left_out_cannot_be_answered() -> None:
    asked = definition(*numbers("a", "b", rotation="some"), rotations=[{"name": "some", "show": 1}])
    arrangement = Arrangement(left_out=("a",))

    assert check_answers(asked, {"b": 1}, arrangement=arrangement) == {"b": 1}
    assert codes(asked, {"a": 1, "b": 1}, arrangement=arrangement) == [("a", "not_shown")]
    assert codes(asked, {}, arrangement=arrangement) == [("b", "required")]


def test_the_order_of_showing_changes_nothing_about_what_is_kept() -> None:
    asked = paged(page("one", *numbers("a", "b"), shuffle=True), page("two", *numbers("c")))
    arrangement = Arrangement(items={"one": ("b", "a")})

    checked = check_answers(asked, {"c": 3, "b": 2, "a": 1}, arrangement=arrangement)

    assert json.dumps(checked) == json.dumps({"a": 1, "b": 2, "c": 3})


def test_what_is_computed_is_added_and_never_taken() -> None:
    asked = definition(
        *numbers("a", "b", required=False),
        item("computed", "total", formula="a + b"),
        item("computed", "high", formula="total > 10"),
    )

    assert check_answers(asked, {"a": 7, "b": 5}) == {"a": 7, "b": 5, "total": 12, "high": True}
    assert check_answers(asked, {"a": 7}) == {"a": 7, "high": False}
    assert codes(asked, {"a": 7, "total": 7}) == [("total", "computed")]


def test_what_is_computed_of_what_is_refused_is_not_kept() -> None:
    asked = definition(*numbers("a"), item("computed", "total", formula="a"))

    assert codes(asked, {"a": "x"}) == [("a", "wrong_type")]


def test_conditions_know_the_moment() -> None:
    asked = definition(item("number", "a", show_if="previous(a) > 1 or day == 2"))

    assert check_answers(asked, {}) == {}
    assert check_answers(asked, {"a": 5}, moment=Scope(day=2)) == {"a": 5}
    assert codes(asked, {}, moment=Scope(previous={"a": 2})) == [("a", "required")]


def test_declining_may_lead_on() -> None:
    asked = definition(
        item("number", "a", can_decline=True), item("text", "why", show_if="declined(a)")
    )
    declined = {"missing": "declined"}

    assert check_answers(asked, {"a": declined, "why": "mine"}) == {"a": declined, "why": "mine"}
    assert codes(asked, {"a": 1, "why": "mine"}) == [("why", "not_shown")]


def test_unknown_items_are_named_last_even_with_nothing_for_an_answer() -> None:
    assert codes(HIDDEN, {"z": None, "a": 1, "y": 1}) == [
        ("z", "unknown_item"),
        ("y", "unknown_item"),
    ]


def test_ten_thousand_unknown_items_are_refused_without_ado() -> None:
    answers: dict[str, Any] = {f"item_{number}": [[]] for number in range(10_000)}

    assert len(codes(HIDDEN, {"a": 1} | answers)) == 10_000


def test_a_question_about_itself_leads_nowhere_new() -> None:
    asked = definition(
        item("multiple_choice", "activity"),
        item("number", "with_whom", show_if="3 in activity and count(activity) == 1"),
    )

    assert check_answers(asked, {"activity": [3], "with_whom": 2}) == {
        "activity": [3],
        "with_whom": 2,
    }
    assert codes(asked, {"activity": [1, 3], "with_whom": 2}) == [("with_whom", "not_shown")]

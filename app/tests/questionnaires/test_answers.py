from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.questionnaires.answers import AnswerError, InvalidAnswers, check_answers
from tests.questionnaires.builders import definition, item

NAN, INFINITY = float("nan"), json.loads("1e400")
TENTHS = item("slider", min=0, max=10, step=0.1)
HOURS = item("number", min=0, max=24, decimals=1)
ALL = definition(*map(item, ("single_choice", "slider", "number", "text")))


def errors(asked: dict[str, Any], answer: object) -> list[AnswerError]:
    with pytest.raises(InvalidAnswers) as refused:
        check_answers(definition(asked), {asked["kind"]: answer})
    return refused.value.errors


@pytest.mark.parametrize("nothing", [None, "", "  \n"])
def test_nothing_is_no_answer_to_a_required_item(nothing: object) -> None:
    (error,) = errors(item("text"), nothing)

    assert error == AnswerError("text", "required", "An answer is needed.")


@pytest.mark.parametrize("nothing", [{}, {"text": None}, {"text": ""}, {"text": " "}])
def test_an_item_that_may_stay_empty_is_left_out(nothing: dict[str, object]) -> None:
    checked = check_answers(definition(item("text", required=False)), nothing)

    assert checked == {}


def test_errors_stand_in_the_order_of_the_items_and_unknown_ones_come_last() -> None:
    answers = {"mood": 1, "text": 5, "number": 3, "slider": 200}

    with pytest.raises(InvalidAnswers) as refused:
        check_answers(ALL, answers)

    assert [(error.item, error.code) for error in refused.value.errors] == [
        ("single_choice", "required"),
        ("slider", "out_of_range"),
        ("text", "wrong_type"),
        ("mood", "unknown_item"),
    ]


def test_the_name_of_an_unknown_item_can_be_sent_back() -> None:
    with pytest.raises(InvalidAnswers) as refused:
        check_answers(definition(item("text", required=False)), {"\ud800" + "x" * 100: 1})

    (error,) = refused.value.errors
    assert error.item == "?" + "x" * 39


@given(
    place=st.integers(0, 1000), step=st.sampled_from(["0.001", "0.01", "0.1", "0.25", "0.5", "1"])
)
def test_every_place_on_the_grid_of_a_slider_can_be_answered(place: int, step: str) -> None:
    grid = definition(item("slider", min=-3, max=-3 + float(step) * 1000, step=float(step)))
    answer = float(-3 + place * Decimal(step))

    checked = check_answers(grid, {"slider": answer})

    assert checked == {"slider": answer}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(["single_choice", "slider", "number", "text"]) | st.text(max_size=8)


@given(answers=st.dictionaries(NAMES, JSON, max_size=6))
def test_whatever_is_sent_is_stored_as_it_can_be_or_refused_item_by_item(
    answers: dict[str, object],
) -> None:
    try:
        checked = check_answers(ALL, answers)
    except InvalidAnswers as refused:
        assert all(error.detail.endswith(".") for error in refused.errors)
    else:
        assert check_answers(ALL, json.loads(json.dumps(checked, allow_nan=False))) == checked

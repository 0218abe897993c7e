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


@pytest.mark.parametrize(
    ("asked", "answer", "stored"),
    [
        (item("single_choice"), 2, 2),
        (item("slider"), 0, 0),
        (item("slider"), 100.0, 100),
        (item("slider", min=-50, max=50), -50, -50),
        (TENTHS, 0.1, 0.1),
        (TENTHS, 0.3, 0.3),
        (TENTHS, 9.9, 9.9),
        (HOURS, 7.5, 7.5),
        (HOURS, 0, 0),
        (HOURS, -0.0, 0),
        (item("number"), 7.0, 7),
        (item("number"), 10**14, 10**14),
        (item("text", max_length=3), "zaż", "zaż"),
        (item("text", max_length=1), "🙂", "🙂"),
        (item("text"), " two\nlines ", " two\nlines "),
    ],
)
def test_a_fitting_answer_is_kept_as_it_is_meant(
    asked: dict[str, Any], answer: object, stored: object
) -> None:
    checked = check_answers(definition(asked), {asked["kind"]: answer})

    assert checked == {asked["kind"]: stored}
    assert type(checked[asked["kind"]]) is type(stored)


@pytest.mark.parametrize(
    ("asked", "answer", "code"),
    [
        (item("single_choice"), 3, "not_an_option"),
        (item("single_choice"), 1.0, "wrong_type"),
        (item("single_choice"), "1", "wrong_type"),
        (item("single_choice"), True, "wrong_type"),
        (item("single_choice"), [1], "wrong_type"),
        (item("slider"), -1, "out_of_range"),
        (item("slider"), 101, "out_of_range"),
        (item("slider"), 0.5, "out_of_range"),
        (item("slider", min=-50, max=50), 1e-300, "out_of_range"),
        (TENTHS, 0.15, "out_of_range"),
        (TENTHS, 0.1 + 0.2, "out_of_range"),
        (item("slider"), True, "wrong_type"),
        (item("slider"), NAN, "wrong_type"),
        (item("slider"), INFINITY, "wrong_type"),
        (item("slider"), "50", "wrong_type"),
        (item("slider"), {"value": 50}, "wrong_type"),
        (HOURS, 24.1, "out_of_range"),
        (HOURS, -0.1, "out_of_range"),
        (HOURS, 7.25, "wrong_type"),
        (HOURS, False, "wrong_type"),
        (HOURS, -INFINITY, "wrong_type"),
        (HOURS, "7", "wrong_type"),
        (item("number"), 0.5, "wrong_type"),
        (item("number"), 10**15, "wrong_type"),
        (item("number"), 10**300, "wrong_type"),
        (item("text"), 7, "wrong_type"),
        (item("text"), ["a"], "wrong_type"),
        (item("text"), "nul\x00", "wrong_type"),
        (item("text"), "half \ud83d", "wrong_type"),
        (item("text", max_length=3), "four", "too_long"),
    ],
)
def test_a_bad_answer_is_refused_by_item_and_code(
    asked: dict[str, Any], answer: object, code: str
) -> None:
    (error,) = errors(asked, answer)

    assert (error.item, error.code) == (asked["kind"], code)


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


@pytest.mark.parametrize(
    ("asked", "answer", "sentence"),
    [
        (TENTHS, 11, "The answer must lie from 0 to 10 in steps of 0.1."),
        (item("number", max=1_500_000), 1_500_001, "The answer must lie at or below 1500000."),
        (item("number", min=18), 17, "The answer must lie at or above 18."),
        (HOURS, 25, "The answer must lie from 0 to 24."),
        (HOURS, 1.25, "The answer may have one digit after the point."),
        (item("number", decimals=2), 1.255, "The answer may have 2 digits after the point."),
        (item("number"), 1.5, "The answer must be a whole number."),
        (item("text", max_length=2), "abc", "The answer may have 2 characters; it has 3."),
    ],
)
def test_the_sentence_says_what_would_be_right(
    asked: dict[str, Any], answer: object, sentence: str
) -> None:
    (error,) = errors(asked, answer)

    assert error.detail == sentence


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

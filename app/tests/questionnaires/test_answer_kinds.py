"""One answer and its item: what is kept of each kind, and what each is refused for."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from tests.questionnaires.builders import ANSWERS, definition, item
from tests.questionnaires.vectors.answer_cases import (
    DECLINED,
    HOURS,
    KEPT,
    REFUSED,
    TOLD,
)

NAN, INFINITY = float("nan"), json.loads("1e400")
# What JavaScript cannot tell apart from something else, or cannot send.
BEYOND_JSON: list[tuple[dict[str, Any], Any, str]] = [
    (item("single_choice"), 1.0, "wrong_type"),
    (item("slider"), NAN, "wrong_type"),
    (item("slider"), INFINITY, "wrong_type"),
    (HOURS, -INFINITY, "wrong_type"),
]
# Nothing that any item takes for an answer; each is refused, whatever the kind.
JUNK: list[Any] = [
    NAN,
    -INFINITY,
    10**400,
    -0.5e-300,
    "\x00",
    "\ud800",
    "x" * 100_000,
    [[1]],
    [None],
    [NAN],
    list(range(10_000)),
    {"missing": "refused"},
    {"missing": 1},
    {"missing": "declined", "falling": 1},
    {"a": {"b": {"c": {}}}},
    {str(n): n for n in range(1000)},
    {"\ud800": "\x00"},
]


def refusal(asked: dict[str, Any], answer: object) -> tuple[str, str]:
    with pytest.raises(InvalidAnswers) as refused:
        check_answers(definition(asked), {asked["name"]: answer})
    (error,) = refused.value.errors
    assert error.item == asked["name"]
    return error.code, error.detail


def kept(asked: dict[str, Any], answer: object) -> Any:
    return check_answers(definition(asked), {asked["name"]: answer})[asked["name"]]


@pytest.mark.parametrize(("asked", "answer", "stored"), KEPT)
def test_an_answer_is_kept_in_its_own_form(
    asked: dict[str, Any], answer: object, stored: object
) -> None:
    one = kept(asked, answer)

    assert json.dumps(one) == json.dumps(stored)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("can_decline", [False, True])
def test_junk_is_refused_whatever_is_asked(kind: str, junk: object, can_decline: bool) -> None:
    declines = can_decline and kind != "consent"

    code, detail = refusal(item(kind, required=False, can_decline=declines), junk)

    assert code in ("wrong_type", "out_of_range", "not_an_option", "too_long", "too_many")
    assert len(detail) < 200
    assert detail.encode()


# Each form of an answer, with the kinds that can tell it from no other.
FORMS = (
    {"single_choice", "likert", "image_choice", "slider", "number", "duration"},
    {"multiple_choice", "ranking"},
    {"matrix"},
    {"affect_grid"},
    {"text", "date", "time", "photo"},
    {"yes_no", "consent"},
)


@pytest.mark.parametrize("kind", ANSWERS)
def test_only_answers_of_one_form_can_be_taken_for_another_kinds(kind: str) -> None:
    taken = set()
    for other, answer in ANSWERS.items():
        with suppress(InvalidAnswers):
            kept(item(kind), answer)
            taken.add(other)

    assert kind in taken
    assert taken <= next(form for form in FORMS if kind in form)


@pytest.mark.parametrize(("asked", "answer", "code"), [*REFUSED, *BEYOND_JSON])
def test_a_bad_answer_is_refused_by_its_code(
    asked: dict[str, Any], answer: object, code: str
) -> None:
    assert refusal(asked, answer)[0] == code


@pytest.mark.parametrize(("asked", "answer", "code", "sentence"), TOLD)
def test_a_bad_answer_is_refused_with_code_and_sentence(
    asked: dict[str, Any], answer: object, code: str, sentence: str
) -> None:
    assert refusal(asked, answer) == (code, sentence)


@pytest.mark.parametrize("kind", [*ANSWERS, "information"])
@pytest.mark.parametrize("nothing", [None, "", " \n\t", [], {}])
def test_nothing_is_an_answer_to_no_kind(kind: str, nothing: object) -> None:
    asked = item(kind, required=False)

    assert check_answers(definition(asked), {kind: nothing}) == {}


@pytest.mark.parametrize("kind", ANSWERS)
def test_nothing_is_not_enough_where_an_answer_is_needed(kind: str) -> None:
    code, sentence = refusal(item(kind, required=True), None)

    assert (code, sentence) == ("required", "An answer is needed.")


@pytest.mark.parametrize("kind", sorted(ANSWERS.keys() - {"consent"}))
def test_preferring_not_to_say_is_enough_where_it_is_offered(kind: str) -> None:
    asked = item(kind, required=True, can_decline=True)

    assert kept(asked, DECLINED) == DECLINED

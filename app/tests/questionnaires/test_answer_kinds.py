"""One answer and its item: what is kept of each kind, and what each is refused for."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest

from esmpress.questionnaires.answers import InvalidAnswers, check_answers
from tests.questionnaires.builders import ANSWERS, BOTH, FOUR, definition, item

NAN, INFINITY = float("nan"), json.loads("1e400")
DECLINED = {"missing": "declined"}
ALONE = [*FOUR[:3], {"value": 9, "label": BOTH, "exclusive": True}]
SKIPPED = item("matrix", required=False)
YEAR_27 = item("date", earliest="2027-01-01", latest="2027-12-31")
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


@pytest.mark.parametrize(
    ("asked", "answer", "stored"),
    [
        *((item(kind), answer, answer) for kind, answer in ANSWERS.items()),
        (item("multiple_choice"), [4, 1, 3], [1, 3, 4]),
        (item("multiple_choice", min_chosen=2, max_chosen=3), [2, 1], [1, 2]),
        (item("multiple_choice", options=ALONE, min_chosen=2), [9], [9]),
        (item("multiple_choice", options=ALONE, max_chosen=3), [3, 2, 1], [1, 2, 3]),
        (item("matrix"), {"staying": 2, "falling": 3}, {"falling": 3, "staying": 2}),
        (SKIPPED, {"staying": 2}, {"staying": 2}),
        (item("affect_grid"), {"arousal": 4, "valence": -4.0}, {"valence": -4, "arousal": 4}),
        (item("affect_grid", size=5), {"valence": 2, "arousal": -2}, {"valence": 2, "arousal": -2}),
        (item("number", step=5, min=-5), 0, 0),
        (item("number", step=0.25, decimals=2), -1.75, -1.75),
        (item("date"), "2024-02-29", "2024-02-29"),
        (item("date"), "0001-01-01", "0001-01-01"),
        (item("date"), "9999-12-31", "9999-12-31"),
        (YEAR_27, "2027-01-01", "2027-01-01"),
        (YEAR_27, "2027-12-31", "2027-12-31"),
        (item("time"), "00:00", "00:00"),
        (item("time"), "23:55", "23:55"),
        (item("time", step_minutes=1), "23:59", "23:59"),
        (item("duration"), 0, 0),
        (item("duration"), 1440.0, 1440),
        (item("duration", min_minutes=3, max_minutes=13), 8, 8),
        (item("ranking", top=2), [4, 1], [4, 1]),
        (item("yes_no"), True, True),
        (item("text", max_length=5000), "x" * 5000, "x" * 5000),
        *(
            (item(kind, can_decline=True), DECLINED, DECLINED)
            for kind in ANSWERS
            if kind != "consent"
        ),
    ],
)
def test_an_answer_is_kept_in_its_own_form(
    asked: dict[str, Any], answer: object, stored: object
) -> None:
    one = kept(asked, answer)

    assert json.dumps(one) == json.dumps(stored)


@pytest.mark.parametrize("junk", JUNK, ids=range(len(JUNK)))
@pytest.mark.parametrize("kind", ANSWERS)
@pytest.mark.parametrize("can_decline", [False, True])
def test_junk_is_refused_whatever_is_asked(kind: str, junk: object, can_decline: bool) -> None:
    decline = {} if kind == "consent" else {"can_decline": can_decline}

    code, detail = refusal(item(kind, required=False, **decline), junk)

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


@pytest.mark.parametrize(
    ("asked", "answer", "code", "sentence"),
    [
        (item("likert"), 5, "not_an_option", "There is no such option."),
        (item("image_choice"), "1", "wrong_type", "The answer must be the number of an option."),
        (item("multiple_choice"), 1, "wrong_type", "The answer must be a list of options."),
        (item("multiple_choice"), [1, 1], "wrong_type", "An option is there twice."),
        (
            item("multiple_choice"),
            [1, True],
            "wrong_type",
            "The answer must be the number of an option.",
        ),
        (item("multiple_choice"), [1, 7], "not_an_option", "There is no such option."),
        (item("multiple_choice"), [1] * 5, "too_many", "There are not so many options."),
        (item("multiple_choice", max_chosen=2), [1, 2, 3], "too_many", "At most 2 can be chosen."),
        (item("multiple_choice", min_chosen=2), [1], "too_few", "At least 2 must be chosen."),
        (
            item("multiple_choice", options=ALONE),
            [1, 9],
            "too_many",
            "One of the options can only be chosen alone.",
        ),
        (item("ranking"), [1, 2, 3], "too_few", "4 must be put in order."),
        (item("ranking", top=2), [1, 2, 3], "too_many", "Only 2 are put in order."),
        (item("ranking"), [1, 2, 3, 3], "wrong_type", "An option is there twice."),
        (item("ranking"), {"1": 1}, "wrong_type", "The answer must be a list of options."),
        (item("matrix"), {"falling": 1}, "too_few", "Each row needs an answer."),
        (item("matrix"), [1, 2], "wrong_type", "The answer must have a value for each part."),
        (item("matrix"), {"falling": 1, "snoring": 1}, "wrong_type", "There is no part snoring."),
        (item("matrix"), {"falling": 1, "staying": 5}, "not_an_option", "There is no such option."),
        (
            SKIPPED,
            {"falling": None},
            "wrong_type",
            "The answer must be the number of an option.",
        ),
        (
            item("affect_grid"),
            {"valence": 1},
            "wrong_type",
            "The answer must have valence and arousal.",
        ),
        (
            item("affect_grid"),
            {"valence": 5, "arousal": 0},
            "out_of_range",
            "Both must lie from -4 to 4.",
        ),
        (
            item("affect_grid"),
            {"valence": 0.5, "arousal": 0},
            "wrong_type",
            "Valence and arousal must be whole numbers.",
        ),
        (
            item("affect_grid"),
            {"valence": True, "arousal": 0},
            "wrong_type",
            "Valence and arousal must be whole numbers.",
        ),
        (item("affect_grid"), {"valence": 0, "mood": 0}, "wrong_type", "There is no part mood."),
        (item("number", step=5), 7, "out_of_range", "The answer must lie in steps of 5."),
        (item("number", step=5, min=1), 5, "out_of_range", "The answer must lie in steps of 5."),
        (item("date"), "2027-02-29", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), "2027-1-31", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), "20270131", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), "2027-01-31\n", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), "٢٠٢٧-01-31", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), "0000-01-01", "wrong_type", "The answer must be a day like 2027-01-31."),
        (item("date"), 20270131, "wrong_type", "The answer must be a day like 2027-01-31."),
        (YEAR_27, "2026-12-31", "out_of_range", "The day must lie from 2027-01-01 to 2027-12-31."),
        (
            item("date", latest="2027-01-31"),
            "2027-02-01",
            "out_of_range",
            "The day must lie on or before 2027-01-31.",
        ),
        (
            item("date", earliest="2027-01-31"),
            "2027-01-30",
            "out_of_range",
            "The day must lie on or after 2027-01-31.",
        ),
        (item("time"), "24:00", "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), "7:30", "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), "07:30:00", "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), "07:30\n", "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), "٠٧:٣٠", "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), 450, "wrong_type", "The answer must be a time like 07:30."),
        (item("time"), "07:31", "out_of_range", "The time must lie in steps of 5 minutes."),
        (item("duration"), 7.5, "wrong_type", "The answer must be a whole number of minutes."),
        (item("duration"), "95", "wrong_type", "The answer must be a number."),
        (
            item("duration"),
            1445,
            "out_of_range",
            "The answer must lie from 0 to 1440 minutes in steps of 5.",
        ),
        (
            item("duration", min_minutes=3, max_minutes=13),
            5,
            "out_of_range",
            "The answer must lie from 3 to 13 minutes in steps of 5.",
        ),
        (item("yes_no"), 1, "wrong_type", "The answer must be yes or no."),
        (item("yes_no"), "yes", "wrong_type", "The answer must be yes or no."),
        (item("consent"), False, "wrong_type", "The box is ticked or there is no answer."),
        (item("consent"), 1, "wrong_type", "The box is ticked or there is no answer."),
        (item("photo"), 5, "wrong_type", "The answer must be the id of a photo that was sent."),
        (
            item("photo"),
            ANSWERS["photo"].upper(),
            "wrong_type",
            "The answer must be the id of a photo that was sent.",
        ),
        (
            item("photo"),
            ANSWERS["photo"].replace("-", ""),
            "wrong_type",
            "The answer must be the id of a photo that was sent.",
        ),
        *(
            (item(kind), DECLINED, "not_declinable", "This item has no “prefer not to say”.")
            for kind in ANSWERS
        ),
        (item("information"), True, "not_shown", "This item takes no answer."),
        (item("information"), DECLINED, "not_shown", "This item takes no answer."),
        (item("computed"), 2, "computed", "This value is worked out, not answered."),
        (item("computed"), "junk", "computed", "This value is worked out, not answered."),
    ],
)
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

from __future__ import annotations

from typing import Literal

import pytest

from esmpress.questionnaires.logic.checking import (
    RESERVED,
    check,
    earlier_references,
    references,
)
from esmpress.questionnaires.logic.expression_error import ExpressionError
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.tree import ItemNode, ListNode, NumberNode
from tests.questionnaires.logic.items import ITEMS


def sentence(source: str, expected: Literal["boolean", "value"] = "boolean") -> str:
    with pytest.raises(ExpressionError) as refused:
        check(parse(source), items=ITEMS, expected=expected)
    return refused.value.sentence


@pytest.mark.parametrize(
    "source",
    [
        "true",
        "alone",
        "not alone and alone or false",
        "stress > 50",
        "mood.valence <= -1 and sleep.quality = 4",
        "alone == true",
        "note == 'home'",
        "'home' != note",
        "note in ['home', 'work']",
        "born < '2010-02-28'",
        "'2010-02-28' <= born",
        "born in ['2010-02-28', '2012-02-29']",
        "slept >= '22:30' or slept < '00:00'",
        "slept == previous(slept)",
        "activity == previous(activity)",
        "place in [1, -2.5]",
        "3 in activity",
        "place not in previous(activity)",
        "answered(picture) and declined(mood) and answered(mood.arousal)",
        "answered(previous(activity)) and not declined(earlier(note, day, beep - 1))",
        "count_answered(picture, mood, mood.valence, note) == 4",
        "count(activity) > 1 and length(note) > 0",
        "rank(goals, 2) == 1 and rank(previous(goals), place) > 0",
        "day > 3 and beep * 2 == 4",
        "previous(stress) - stress > 10",
        "earlier(mood.valence, day - 1, 1) < 0",
        "round(mean(stress, hours), 1) == 2.5 or sum(1) < min(1, 2) + max(3) / abs(-place)",
    ],
)
def test_a_condition_that_fits_the_items_is_good(source: str) -> None:
    found = check(parse(source), items=ITEMS, expected="boolean")

    assert found == "boolean"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("stress / 2", "number"),
        ("-mood.valence", "number"),
        ("beep", "number"),
        ("'text'", "text"),
        ("note", "text"),
        ("stress > 1", "boolean"),
        ("previous(born)", "date"),
        ("slept", "time"),
        ("count(activity)", "number"),
    ],
)
def test_a_formula_has_the_type_of_its_value(source: str, found: str) -> None:
    assert check(parse(source), items=ITEMS, expected="value") == found


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("stres > 1", "there is no item stres; did you mean stress?"),
        ("previous(stres) > 1", "there is no item stres; did you mean stress?"),
        ("answered(xyz)", "there is no item xyz"),
        ("mood.valance > 1", "mood has no part valance; did you mean valence?"),
        ("answered(mood.left)", "mood has no part left"),
        ("stress.depth > 1", "stress has no parts: write stress alone"),
        ("mood > 1", "mood has a value only by part, as in mood.valence"),
        ("picture == 1", "picture has no value to work with, only answered(picture) can be asked"),
        ("thanks", "thanks takes no answer"),
        ("answered(thanks)", "thanks takes no answer"),
        (
            "stress",
            "a condition must come to true or false, and “stress” is a number: "
            "compare it, as in “stress > 1”",
        ),
        ("note", "a condition must come to true or false, and “note” is a text"),
        ("not stress", "not needs true or false, and “stress” is a number"),
        ("alone and note", "and needs true or false, and “note” is a text"),
        ("alone or 1", "or needs true or false, and “1” is a number"),
        ("1 + alone > 1", "+ needs a number, and “alone” is true or false"),
        ("-note > 1", "- needs a number, and “note” is a text"),
        ("mean(stress, note) > 1", "mean() needs a number, and “note” is a text"),
        ("round(alone) > 1", "round() needs a number, and “alone” is true or false"),
        ("count(goals) > 1", "count() needs a choice of several options, and “goals” is a ranking"),
        ("length(1) > 1", "length() needs a text, and “1” is a number"),
        ("rank(activity, 1) > 1", "rank() needs a ranking, and “activity” is a choice of several"),
        ("rank(goals, 'a') > 1", "rank() needs a number, and “'a'” is a text"),
        (
            "stress == '5'",
            "“stress” is a number and “'5'” is a text: these cannot be compared",
        ),
        ("alone == 1", "“alone” is true or false and “1” is a number: these cannot be compared"),
        ("born == slept", "“born” is a date and “slept” is a time of day: these cannot be"),
        ("note < 'b'", "< compares numbers, dates and times of day, and “note” is a text"),
        ("activity >= activity", ">= compares numbers, dates and times of day, and “activity”"),
        ("alone > false", "> compares numbers, dates and times of day, and “alone” is true or"),
        ("goals == goals", "rankings cannot be compared: use rank(name, option)"),
        ("slept > '9:30'", "“9:30” is no time of day: write it as '22:30'"),
        ("slept > '24:00'", "“24:00” is no time of day: write it as '22:30'"),
        ("'22.30' < slept", "“22.30” is no time of day: write it as '22:30'"),
        ("born > '2027-02-29'", "“2027-02-29” is no date: write it as '2027-01-31'"),
        ("born > '20270131'", "“20270131” is no date: write it as '2027-01-31'"),
        ("born in ['2027-01-01', 'x']", "“x” is no date: write it as '2027-01-31'"),
        ("born in [1]", "“born” is a date, and 1 in the list is not"),
        ("stress in [1, 'a']", "“stress” is a number, and 'a' in the list is not"),
        ("note in ['a', 1]", "“note” is a text, and 1 in the list is not"),
        ("alone in [1]", "“alone” is true or false, and a list holds numbers or texts"),
        (
            "3 in stress",
            "right of in stands a list or a choice of several options, and “stress” is a number",
        ),
        (
            "3 in goals",
            "right of in stands a list or a choice of several options, "
            "and “goals” is a ranking: use rank(name, option)",
        ),
        ("note in activity", "in needs a number, and “note” is a text"),
    ],
)
def test_a_condition_that_does_not_fit_is_refused_with_the_reason(source: str, reason: str) -> None:
    assert sentence(source).startswith(reason)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("activity", "a single value is needed: use count(name) or option in name"),
        ("goals", "a single value is needed: use rank(name, option)"),
    ],
)
def test_several_values_are_no_single_value(source: str, reason: str) -> None:
    assert sentence(source, "value").endswith(reason)


def test_a_long_part_is_quoted_in_short() -> None:
    reason = sentence("1 + ('" + "long " * 100 + "') == 2")

    assert reason.endswith("long lon…” is a text") and len(reason) < 120


def test_a_tree_that_was_not_parsed_is_checked_too() -> None:
    listed = ListNode(items=(NumberNode(value=1),))

    with pytest.raises(ExpressionError, match="only right of in"):
        check(listed, items=ITEMS, expected="value")
    with pytest.raises(ExpressionError, match="names no item"):
        check(ItemNode(name="day"), items={}, expected="value")


def test_references_of_now_and_of_earlier_are_told_apart() -> None:
    tree = parse(
        "stress > previous(hours) and answered(mood.valence)"
        " or earlier(note, day - 1, 2) == 'a' and earlier(note, day - 1, 2) == 'b'"
    )

    earlier = earlier_references(tree)

    assert references(tree) == {"stress", "mood"}
    assert {(node.name, node.part) for node in earlier} == {("hours", None), ("note", None)}
    assert {(node.day, node.beep) for node in earlier} == {
        (None, None),
        (parse("day - 1"), parse("2")),
    }


def test_reserved_are_the_words_of_the_language() -> None:
    functions = {"count", "count_answered", "sum", "mean", "min", "max", "abs", "round", "length"}
    about_answers = {"answered", "declined", "rank", "previous", "earlier"}
    others = {"and", "or", "not", "in", "true", "false", "missing", "day", "beep"}

    assert functions | about_answers | others == RESERVED

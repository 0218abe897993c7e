from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.exchange.conditions.nodes import Untranslatable
from esmpress.exchange.conditions.r import read_r
from esmpress.exchange.conditions.writing import Asked, Writer
from esmpress.exchange.conditions.xpath import read_xpath
from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.logic.parsing import parse

KNOWN = {
    "Age": Asked("age", "number"),
    "mood": Asked("mood", "single_choice", {"good": 1, "bad": 2}, renumbered=True),
    "scale": Asked("scale", "single_choice", {"1": 1, "2": 2, "3": 3}),
    "with": Asked("with_whom", "multiple_choice", {"a": 1, "b": 2}, renumbered=True),
    "ok": Asked("ok", "consent", {"OK": True}),
    "drunk": Asked("drunk", "yes_no", {"1": True, "0": False}),
    "t": Asked("t", "text"),
    "born": Asked("born", "date"),
}


def from_xpath(source: str) -> str:
    return Writer(KNOWN, as_xpath=True).condition(read_xpath(source))


def from_r(source: str) -> str:
    return Writer(KNOWN).condition(read_r(source))


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("${Age} > 3", "age > 3"),
        ("3 <= ${ Age }", "age >= 3"),
        ("${Age} != 3", "not (age == 3)"),
        ("${Age} div 2 + 1 >= 3 * (2 - ${Age})", "age / 2 + 1 >= 3 * (2 - age)"),
        ("-${Age} < -1", "-age < -1"),
        ("${mood} = 'bad'", "mood == 2"),
        ('"bad" = ${mood}', "mood == 2"),
        ("${mood} != 'bad'", "not (mood == 2)"),
        ("${mood} = ''", "not answered(mood)"),
        ("${mood} != ''", "answered(mood)"),
        ("${scale} > 1", "scale > 1"),
        ("${scale} = '1'", "scale == 1"),
        ("selected(${with}, 'b')", "2 in with_whom"),
        ("selected(${mood}, 'bad')", "mood == 2"),
        ("not(selected(${with}, 'a')) and ${Age} > 3", "not (1 in with_whom) and age > 3"),
        ("${with} = 'a'", "1 in with_whom and count(with_whom) == 1"),
        ("count-selected(${with}) > 1", "count(with_whom) > 1"),
        ("count-selected(${with}) = 0", "count(with_whom) == 0 or not answered(with_whom)"),
        ("${Age} > 1 and ${Age} < 3 or ${t} = 'x'", "age > 1 and age < 3 or t == 'x'"),
        ('(${Age} > 1 or ${t} = "it\'s") and true()', '(age > 1 or t == "it\'s") and true'),
        ("${ok} = 'OK'", "ok == true"),
        ("${ok}", "ok"),
        ("${t}", "answered(t)"),
        ("string-length(${t}) > 10", "length(t) > 10"),
        ("${born} >= date('2000-01-31')", "born >= '2000-01-31'"),
        ("round(${Age}, 1) = 2", "round(age, 1) == 2"),
        ("max(${Age}, 3) > 4", "max(age, 3) > 4"),
    ],
)
def test_xpath_is_written_with_the_same_meaning(theirs: str, ours: str) -> None:
    assert from_xpath(theirs) == ours
    parse(ours)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        ("Age > 3", "age > 3"),
        ("Age == 3 & scale != 2", "age == 3 and scale != 2"),
        ("!(Age > 3)", "age <= 3"),
        ("with != 'b'", "not (2 in with_whom and count(with_whom) == 1)"),
        ("Age > 3 && (t == 'x' || drunk == 1)", "age > 3 and (t == 'x' or drunk == true)"),
        ("drunk == TRUE", "drunk == true"),
        ("!is.na(Age)", "answered(age)"),
        ("is.na(Age)", "not answered(age)"),
        ("scale %in% c(1, 2)", "scale in [1, 2]"),
        ("!(scale %in% c(1, 2))", "not (scale in [1, 2])"),
        ("with %contains% 'b'", "2 in with_whom"),
        ("contains(with, 'b')", "2 in with_whom"),
        ("mean(c(Age, scale)) >= 2.5", "mean(age, scale) >= 2.5"),
        ("!drunk", "not drunk"),
        ("nchar(t) > 3", "length(t) > 3"),
        ("Age == 3L", "age == 3"),
    ],
)
def test_r_is_written_with_the_same_meaning(theirs: str, ours: str) -> None:
    assert from_r(theirs) == ours
    parse(ours)


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        ("${gone} > 3", "it asks for gone, which did not come over"),
        ("${mood} = 'ugly'", "“ugly” is no option of mood"),
        ("${mood} > 1", "the options of mood are no numbers"),
        ("${mood} + 1 > 2", "the options of mood are no numbers"),
        ("today() > 3", "today() has no counterpart"),
        ("regex(${t}, 'x')", "regex() has no counterpart"),
        ("if(${Age} > 3, 1, 2)", "if() has no counterpart"),
        ("jr:choice-name(${mood}, '${mood}')", "jr:choice-name() has no counterpart"),
        ("/data/age > 3", "“/data/age > ” is not understood"),
        ("${Age} mod 2 = 0", "“mod” stands where nothing is expected"),
        (". > 3", "the item’s own answer is not there yet"),
        ("${Age} >", "“the end” is not understood here"),
        ("(${Age} > 3", "“)” is missing before “the end”"),
        ("selected(${with})", "a function is given 1 values in place of 2"),
        ("${Age} > 3)", "“)” stands where nothing is expected"),
        ("3", "a value stands where only true or false can stand"),
        ("(" * 60 + "1" + ")" * 60, "it is nested too deep"),
        ("1" * 2001, "it has more than 2000 characters"),
        ("", "“the end” is not understood here"),
        ("${t} = '\"' and ${t} = concat('a')", "concat() has no counterpart"),
    ],
)
def test_what_has_no_counterpart_in_xpath_is_named(theirs: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as refused:
        from_xpath(theirs)

    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("theirs", "reason"),
    [
        ("Age %/% 2 == 1", "“%/% 2 == 1” is not understood"),
        ("time_passed(hours = 3)", "time_passed() has no counterpart"),
        ("diary$Age > 3", "it asks for diary$Age, which did not come over"),
        ("Age > 3; system('rm')", "“; system('rm” is not understood"),
        ("system('rm')", "system() has no counterpart"),
        ("Age", "age stands where only true or false can stand"),
        ("t %starts_with% 'a'", "%starts_with% has no counterpart"),
        ("mood %in% Age", "%in% is understood with an item on its left and c(…) on its right"),
    ],
)
def test_what_has_no_counterpart_in_r_is_named(theirs: str, reason: str) -> None:
    with pytest.raises(Untranslatable) as refused:
        from_r(theirs)

    assert str(refused.value) == reason


_PIECES = (
    *("${Age}", "${mood}", "${with}", "Age", "mood", "'bad'", "1", "2.5", "(", ")", ",", "and"),
    *("not(", "selected(", "=", "!=", "<", "+", "-", "*", "div", "!", "&", "%in%", "c(", "or"),
    "true()",
)


@given(pieces=st.lists(st.sampled_from(_PIECES), max_size=12))
def test_whatever_is_written_can_be_read_or_is_named(pieces: list[str]) -> None:
    source = " ".join(pieces)
    for translate in (from_xpath, from_r):
        try:
            written = translate(source)
        except Untranslatable as refused:
            assert str(refused)
        else:
            parse(written)


@pytest.mark.parametrize(
    ("theirs", "answers", "holds"),
    [
        ("${Age} != 3", {}, True),
        ("${Age} != 3", {"age": 3}, False),
        ("not(${Age} > 3)", {}, True),
        ("count-selected(${with}) < 2", {}, True),
        ("count-selected(${with}) < 2", {"with_whom": [1, 2]}, False),
        ("${with} = 'a'", {"with_whom": [1, 2]}, False),
        ("${with} = 'a'", {"with_whom": [1]}, True),
    ],
)
def test_what_is_written_holds_when_xpath_would(
    theirs: str, answers: dict[str, object], holds: bool
) -> None:
    assert is_true(parse(from_xpath(theirs)), Scope(answers)) is holds


@pytest.mark.parametrize(
    ("theirs", "answers", "holds"),
    [
        ("Age != 3", {}, False),
        ("!(Age == 3)", {}, False),
        ("!(scale %in% c(1, 2))", {}, True),
        ("is.na(Age) | Age > 3", {}, True),
    ],
)
def test_what_is_written_holds_when_r_would(
    theirs: str, answers: dict[str, object], holds: bool
) -> None:
    assert is_true(parse(from_r(theirs)), Scope(answers)) is holds

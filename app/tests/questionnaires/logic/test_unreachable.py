from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.logic.checking import check
from esmpress.questionnaires.logic.evaluating import Scope, is_true
from esmpress.questionnaires.logic.known import Known
from esmpress.questionnaires.logic.parsing import parse
from esmpress.questionnaires.logic.unreachable import always_false
from tests.questionnaires.logic.items import ITEMS

DECLINED = {"missing": "declined"}


def holds_never(source: str, **known: Known) -> bool:
    items = {**ITEMS, **known}
    tree = parse(source)
    check(tree, items=items, expected="boolean")
    return always_false(tree, items)


@pytest.mark.parametrize(
    "source",
    [
        "false",
        "1 == 2",
        "1 / 0 == 1 / 0",
        "alone and not alone",
        "stress > 100",
        "stress < 0",
        "stress == 50.5",
        "stress > 50 and stress < 51",
        "stress in [101, -1, 0.5]",
        "stress + place > 103",
        "mean(stress, stress) > 100",
        "mood.valence + mood.arousal > 8",
        "sleep.quality == 5",
        "place == 4",
        "place > 2 and place < 3",
        "place * 2 == 3",
        "not (place > 0) and answered(place)",
        "note == 'a' and note == 'b'",
        "note != 'a' and note in ['a']",
        "born > '2020-02-28' and born < '2020-02-29'",
        "slept > '23:59' or slept < '00:00'",
        "slept > '09:59' and '10:00' > slept",
        "4 in activity",
        "1 in activity and 9 in activity",
        "count(activity) > 3",
        "count(activity) < 1",
        "rank(goals, 4) == 1",
        "rank(goals, 1) == rank(goals, 2)",
        "answered(picture) and declined(picture)",
        "day < 1",
        "beep == 1.5",
        "previous(stress) > 5 and previous(stress) <= 5",
        "earlier(stress, day - 1, 1) > 3 and earlier(stress, day - 1, 1) < 3",
        "count_answered(stress, place) > 2",
        "stress > 100 or place == 4",
        "stress > 100 and length(note) > 3 and hours * hours == 2",
    ],
)
def test_a_condition_no_answers_make_true_is_found(source: str) -> None:
    assert holds_never(source)


@pytest.mark.parametrize(
    "source",
    [
        "true",
        "stress == 100",
        "stress > 99.5",
        "not stress > 0",
        "stress > 50 and stress < 52",
        "not (stress > 5) and not (stress <= 5)",
        "hours == 2.5",
        "hours > 2.5 and hours < 2.6",
        "hours > 999999999999999",
        "note != 'a'",
        "not note != 'a' and not note == 'a'",
        "born == '0001-01-01' or born == '9999-12-31'",
        "born > '2020-02-27' and born < '2020-02-29'",
        "slept == '00:00'",
        "slept > '09:58' and slept < '10:00'",
        "9 in activity and not 1 in activity",
        "1 in activity and 2 in activity and 3 in activity",
        "1 not in activity and 2 not in activity and 3 not in activity and 9 not in activity"
        " or answered(activity)",
        "count(activity) == 3",
        "rank(goals, 3) > rank(goals, 1)",
        "not answered(stress) and not answered(place)",
        "declined(mood)",
        "answered(picture)",
        "day == 1000 and beep == 1",
        "previous(stress) > 100",
        "previous(place) == 4.5",
        "4 in previous(activity) and 1 in previous(activity) and 9 in previous(activity)",
        "answered(previous(stress)) and not previous(stress) > 5 and not previous(stress) <= 5",
        "earlier(stress, day, 1) > 3 and earlier(stress, day, 2) < 3",
        "alone == (stress > 99)",
        "stress > 100 or place == 3",
    ],
)
def test_a_condition_some_answers_make_true_is_left_alone(source: str) -> None:
    assert not holds_never(source)


@pytest.mark.parametrize(
    "source",
    [
        "hours * hours < 0",
        "length(note) < 0",
        "hours > stress and hours < stress",
        "stress + previous(stress) + hours < 0 and not stress + hours > 1",
        "rank(previous(goals), 1) > 9",
    ],
)
def test_what_would_need_too_many_answers_is_not_known(source: str) -> None:
    assert not holds_never(source)


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("x == 0.15", Known(type="number", lowest=0, highest=1, step=0.1)),
        ("x * 10 == 3.5", Known(type="number", lowest=0, highest=1, step=0.1)),
        ("x > 0.5 and x < 2.5", Known(type="number", lowest=0.5, step=2, origin=0.5)),
        ("x > 1.5", Known(type="number", highest=1.5)),
        ("x >= 100", Known(type="number", lowest=1, highest=99.9, step=2, origin=1)),
        ("x < '2027-01-02' or x > '2027-01-30'",
         Known(type="date", lowest="2027-01-02", highest="2027-01-30")),
        ("x > '20:00'", Known(type="time", highest="20:00")),
        ("1 in x and 2 in x", Known(type="set", values=(1, 2, 3), most=1)),
        ("not 1 in x and not 2 in x and answered(x)", Known(type="set", values=(1, 2))),
        ("1 in x and not 2 in x", Known(type="set", values=(1, 2), fewest=2)),
        ("rank(x, 1) > 1", Known(type="ranking", values=(1, 2, 3), most=1)),
        ("declined(x)", Known(type="number", can_decline=False)),
    ],
)  # fmt: skip
def test_what_an_item_allows_is_heeded(source: str, known: Known) -> None:
    assert holds_never(source, x=known)


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("x == 0.3", Known(type="number", lowest=0, highest=1, step=0.1)),
        ("x * 10 == 3", Known(type="number", lowest=0, highest=1, step=0.1)),
        ("x == 99", Known(type="number", lowest=1, highest=99.9, step=2, origin=1)),
        ("x == 1.5", Known(type="number", highest=1.5)),
        ("x * x == 4", Known(type="number", step=1)),
        ("1 in x", Known(type="set", values=(1, 2, 3), most=1)),
        ("1 in x and not 2 in x", Known(type="set", values=(1, 2, 3), fewest=2)),
        ("1 in x and 5 in x", Known(type="set")),
        ("rank(x, 2) == 2", Known(type="ranking", values=(1, 2, 3), most=2)),
        ("answered(x)", Known(type="ranking")),
        ("not rank(x, 1) > 0", Known(type="ranking", values=tuple(range(50)))),
        ("count(x) == 30", Known(type="set", values=tuple(range(50)))),
    ],
)
def test_what_an_item_allows_is_possible(source: str, known: Known) -> None:
    assert not holds_never(source, x=known)


number = st.recursive(
    st.sampled_from(["stress", "hours", "place", "mood.valence", "sleep.quality", "day", "beep"])
    | st.sampled_from(["previous(stress)", "earlier(hours, day - 1, 1)", "count(activity)"])
    | st.just("rank(goals, 2)")
    | st.sampled_from(["0", "1", "2", "2.5", "50", "99", "100", "-4", "(1 / 0)"]),
    lambda below: (
        st.builds("({} {} {})".format, below, st.sampled_from("+-*/"), below)
        | st.builds("mean({}, {})".format, below, below)
    ),
    max_leaves=3,
)
compared = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
condition = st.recursive(
    st.one_of(
        st.builds("{} {} {}".format, number, compared, number),
        st.builds("{} {} '2027-01-0{}'".format, st.just("born"), compared, st.integers(1, 4)),
        st.builds("slept {} '0{}:00'".format, compared, st.integers(0, 3)),
        st.builds("note == '{}'".format, st.sampled_from(["", "a", "x"])),
        st.builds("{} in {}".format, number, st.sampled_from(["[1, 2.5]", "activity"])),
        st.sampled_from(["alone", "answered(mood)", "declined(stress)", "answered(note)"]),
        st.sampled_from(["previous(alone)", "activity == previous(activity)", "3 in activity"]),
        st.sampled_from(["answered(activity)", "answered(previous(stress))", "answered(goals)"]),
    ),
    lambda below: (
        st.builds("({} and {})".format, below, below)
        | st.builds("({} or {})".format, below, below)
        | below.map("(not {})".format)
    ),
    max_leaves=6,
)
given_answers: dict[str, st.SearchStrategy[Any]] = {
    "stress": st.integers(0, 100) | st.sampled_from([0, 1, 2, 50, 99, 100]),
    "hours": st.floats(-5, 105) | st.sampled_from([0, 1, 2, 2.5, 50, 1e15]),
    "place": st.integers(1, 3),
    "alone": st.booleans(),
    "note": st.sampled_from(["a", "x", "b", "xx"]),
    "born": st.integers(1, 5).map("2027-01-0{}".format) | st.just("9999-12-31"),
    "slept": st.sampled_from(["00:00", "00:01", "01:00", "01:59", "02:00", "03:01", "23:59"]),
    "activity": st.sets(st.integers(1, 3), min_size=1).map(sorted) | st.just([9]),
    "goals": st.permutations([1, 2, 3]),
    "mood": st.fixed_dictionaries(dict.fromkeys(["valence", "arousal"], st.integers(-4, 4))),
    "sleep": st.dictionaries(st.sampled_from(["quality", "depth"]), st.integers(1, 4)),
}
answers = st.fixed_dictionaries(
    {}, optional={name: some | st.just(DECLINED) for name, some in given_answers.items()}
)
before = st.one_of(*given_answers.values())
scopes = st.builds(
    Scope,
    answers=answers,
    day=st.integers(1, 3),
    beep=st.integers(1, 3),
    previous=st.dictionaries(st.sampled_from(["stress", "alone", "activity"]), before),
    earlier=st.dictionaries(st.sampled_from(["hours@1.1", "hours@2.1", "hours@0.1"]), before),
)


@given(source=condition, some=st.lists(scopes, min_size=3, max_size=10))
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(source="not stress > 0", some=[Scope()])
def test_what_is_true_for_some_answers_is_never_called_always_false(
    source: str, some: list[Scope]
) -> None:
    tree = parse(source)
    check(tree, items=ITEMS, expected="boolean")

    if any(is_true(tree, scope) for scope in some):
        assert not always_false(tree, ITEMS)

"""The way through a questionnaire: what is shown, given the answers so far."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.arranging import AS_DEFINED, Arrangement
from esmpress.questionnaires.definition import Definition
from esmpress.questionnaires.logic.evaluating import Scope
from esmpress.questionnaires.reached import answers_to_shown, walk
from tests.questionnaires.builders import definition, item, numbers, page, paged

Shown = list[tuple[str, list[str]]]


def shown(
    asked: Definition,
    answers: dict[str, Any] | None = None,
    arrangement: Arrangement = AS_DEFINED,
    **moment: Any,
) -> Shown:
    way = walk(asked, answers or {}, moment=Scope(**moment), arrangement=arrangement)
    return [(page.name, [item.name for item in items]) for page, items in way.pages]


def hidden(name: str, condition: str, **fields: Any) -> dict[str, Any]:
    return item("number", name, show_if=condition, **fields)


BRANCHES = paged(
    page("one", *numbers("a"), hidden("b", "a > 1"), hidden("c", "b > 1")),
    page("two", *numbers("d"), show_if="c > 1"),
    page("three", *numbers("e")),
)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, [("one", ["a"]), ("three", ["e"])]),
        ({"a": 2}, [("one", ["a", "b"]), ("three", ["e"])]),
        ({"a": 2, "b": 2}, [("one", ["a", "b", "c"]), ("three", ["e"])]),
        (
            {"a": 2, "b": 2, "c": 2},
            [("one", ["a", "b", "c"]), ("two", ["d"]), ("three", ["e"])],
        ),
        # Answers to what is not shown are none: b is hidden, and with it all that hangs on it.
        ({"a": 1, "b": 2, "c": 2}, [("one", ["a"]), ("three", ["e"])]),
    ],
)
def test_what_is_shown_follows_from_the_answers_to_what_is_shown(
    answers: dict[str, Any], expected: Shown
) -> None:
    assert shown(BRANCHES, answers) == expected


def test_a_page_on_which_nothing_is_left_is_not_shown() -> None:
    asked = paged(
        page("one", *numbers("a")), page("two", hidden("b", "a > 1"), hidden("c", "a > 2"))
    )

    assert shown(asked, {"a": 1}) == [("one", ["a"])]


def test_an_early_end_shows_nothing_more() -> None:
    asked = paged(
        page("one", *numbers("a"), end_if="a > 1"),
        page("two", *numbers("b"), item("computed", "twice", formula="a * 2")),
    )

    way = walk(asked, {"a": 2, "b": 3}, moment=Scope())

    assert (way.ended_by, way.computed, [one.name for one in way.shown]) == ("one", {}, ["a"])
    assert walk(asked, {"a": 1}, moment=Scope()).ended_by is None


def test_a_page_that_is_not_shown_cannot_end_anything() -> None:
    asked = paged(
        page("one", *numbers("a")),
        page("two", *numbers("b"), show_if="a > 1", end_if="a > 0"),
        page("three", *numbers("c")),
    )

    assert shown(asked, {"a": 1}) == [("one", ["a"]), ("three", ["c"])]


def test_a_page_of_nothing_but_what_is_computed_can_end_it() -> None:
    asked = paged(
        page("one", *numbers("a")),
        page("score", item("computed", "twice", formula="a * 2"), end_if="twice > 5"),
        page("three", *numbers("c")),
    )

    way = walk(asked, {"a": 3}, moment=Scope())

    assert ([page.name for page, _ in way.pages], way.ended_by) == (["one"], "score")


def test_what_is_computed_counts_from_where_it_stands() -> None:
    asked = definition(
        *numbers("a", "b"),
        item("computed", "total", formula="sum(a, b)"),
        hidden("c", "total > 5"),
        item("computed", "more", formula="total + c"),
    )

    way = walk(asked, {"a": 2.5, "b": 3.5, "c": 1}, moment=Scope())

    assert way.computed == {"total": 6, "more": 7}
    assert [item.name for item in way.shown] == ["a", "b", "c"]


def test_what_is_computed_from_nothing_has_no_value() -> None:
    asked = definition(*numbers("a"), item("computed", "twice", formula="a * 2"))

    assert walk(asked, {}, moment=Scope()).computed == {}


def test_what_is_computed_is_worked_out_only_where_it_is_reached() -> None:
    asked = paged(
        page("one", *numbers("a"), item("computed", "x", formula="1", show_if="a > 1")),
        page("two", item("computed", "y", formula="2"), show_if="a > 1"),
    )

    assert walk(asked, {"a": 1}, moment=Scope()).computed == {}
    assert walk(asked, {"a": 2}, moment=Scope()).computed == {"x": 1, "y": 2}


def test_an_answer_given_in_place_of_what_is_computed_is_not_looked_at() -> None:
    asked = definition(item("computed", "one", formula="1"), hidden("b", "one == 1"))

    assert shown(asked, {"one": 5}) == [("page_1", ["b"])]


def test_day_beep_and_earlier_answers_come_from_the_moment() -> None:
    asked = definition(
        hidden("a", "day == 3 and beep == 2"),
        hidden("b", "previous(a) > 1"),
        hidden("c", "earlier(a, day - 1, 1) > 1"),
    )

    assert shown(asked, day=3, beep=2) == [("page_1", ["a"])]
    assert shown(asked, day=1, beep=1, previous={"a": 2}) == [("page_1", ["b"])]
    assert shown(asked, day=2, beep=1, earlier={"a@1.1": 2}) == [("page_1", ["c"])]
    assert shown(asked, day=2, beep=1, answers={"a": 9, "b": 9}) == []


def test_pages_and_items_come_in_the_order_they_are_shown_in() -> None:
    asked = paged(
        page("one", *numbers("a", "b"), shuffle=True),
        page("two", *numbers("c")),
        shuffle_pages=True,
    )
    arrangement = Arrangement(pages=("two", "one"), items={"one": ("b", "a")})

    assert shown(asked, arrangement=arrangement) == [("two", ["c"]), ("one", ["b", "a"])]


def test_an_end_comes_after_the_pages_shown_before_it() -> None:
    asked = paged(
        page("one", *numbers("a")),
        page("stop", *numbers("b"), fixed=True, end_if="b > 1"),
        page("two", *numbers("c")),
        shuffle_pages=True,
    )
    turned = Arrangement(pages=("two", "stop", "one"))

    assert shown(asked, {"b": 2}) == [("one", ["a"]), ("stop", ["b"])]
    assert shown(asked, {"b": 2}, turned) == [("two", ["c"]), ("stop", ["b"])]


def test_what_the_rotation_leaves_out_is_neither_shown_nor_answered() -> None:
    asked = definition(
        *numbers("a", "b", rotation="some"),
        hidden("c", "a > 1"),
        hidden("d", "not answered(a)"),
        rotations=[{"name": "some", "show": 1}],
    )

    assert shown(asked, {"a": 2, "b": 2}, Arrangement(left_out=("a",))) == [("page_1", ["b", "d"])]
    assert shown(asked, {"a": 2, "b": 2}, Arrangement(left_out=("b",))) == [("page_1", ["a", "c"])]


def test_what_somebody_prefers_not_to_say_is_no_answer_and_can_be_asked_for() -> None:
    asked = definition(
        item("number", "a", can_decline=True),
        hidden("b", "a > 1 or a <= 1"),
        hidden("c", "declined(a)"),
        hidden("d", "answered(a)"),
    )

    assert shown(asked, {"a": {"missing": "declined"}}) == [("page_1", ["a", "c"])]


def test_answers_to_what_is_not_shown_are_left_out() -> None:
    answers = {"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}

    assert answers_to_shown(BRANCHES, answers, moment=Scope()) == {"a": 1, "e": 5}

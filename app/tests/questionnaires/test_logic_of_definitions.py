"""Conditions and formulas within a questionnaire: names, order, types."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.logic_checks import known_items
from tests.questionnaires.builders import BOTH, definition, item, numbers, page, paged
from tests.questionnaires.refusals import item_faults, page_faults

LATER = "item later comes later"


def hidden(name: str, condition: str) -> dict[str, Any]:
    return item("number", name, show_if=condition)


def computed(name: str, formula: str, **fields: Any) -> dict[str, Any]:
    return item("computed", name, formula=formula, **fields)


def test_conditions_and_formulas_may_use_what_came_before() -> None:
    parsed = paged(
        page("one", *numbers("a", "b"), computed("total", "a + b")),
        page("two", hidden("c", "total > 10 and a > 1"), show_if="b > 1", end_if="c > 2"),
        page("three", hidden("d", "answered(c) or previous(d) > 1"), show_if="day > 1"),
    )

    assert len(list(parsed.trees())) == 6


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("strss > 50", "item b, show if: there is no item strss; did you mean stress?"),
        ("b > 1", "item b, show if: it refers to itself (b)"),
        ("later > 1", "item b, show if: item later comes later"),
        ("words > 1", "item b, show if: words takes no answer"),
        ("stress.falling > 1", "item b, show if: stress has no parts: write stress alone"),
        ("sleep.snoring > 1", "item b, show if: sleep has no part snoring"),
        (
            "sleep > 1",
            "item b, show if: sleep has a value only by part, as in sleep.falling",
        ),
        (
            "snap == 1",
            "item b, show if: snap has no value to work with, only answered(snap) can be asked",
        ),
        (
            "stress",
            "item b, show if: a condition must come to true or false, and “stress” is a number: "
            "compare it, as in “stress > 1”",
        ),
        (
            "note > 1",
            "item b, show if: “note” is a text and “1” is a number: these cannot be compared",
        ),
        ("bed > '25:00'", "item b, show if: “25:00” is no time of day: write it as '22:30'"),
        (
            "born > '2027-02-29'",
            "item b, show if: “2027-02-29” is no date: write it as '2027-01-31'",
        ),
    ],
)
def test_a_condition_that_cannot_work_is_refused_with_its_place(
    condition: str, sentence: str
) -> None:
    said = item_faults(
        item("number", "stress"),
        item("information", "words"),
        item("matrix", "sleep"),
        item("photo", "snap"),
        item("text", "note"),
        item("time", "bed"),
        item("date", "born"),
        hidden("b", condition),
        item("number", "later"),
    )

    assert said == [sentence]


@pytest.mark.parametrize("source", ["stress >", "stress > 'a", "1 +", "", "stress > 50 60"])
def test_a_condition_that_cannot_be_read_is_refused(source: str) -> None:
    (said,) = item_faults(item("number", "stress"), hidden("b", source))

    assert said


@pytest.mark.parametrize(
    "name", ["and", "in", "day", "beep", "true", "missing", "previous", "answered", "mean"]
)
def test_a_word_of_conditions_is_no_name_for_an_item(name: str) -> None:
    assert item_faults(item("number", name)) == [f"item {name}: the name is a word of conditions"]


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        ({"show_if": "a > 1"}, {}, "page one, show if: item a is on the page itself"),
        ({"show_if": "b > 1"}, {}, "page one, show if: item b comes later"),
        ({"end_if": "b > 1"}, {}, "page one, end if: item b comes later"),
        ({}, {"show_if": "b > 1"}, "page two, show if: item b is on the page itself"),
        (
            {"end_if": "a"},
            {},
            "page one, end if: a condition must come to true or false, and “a” is a number: "
            "compare it, as in “a > 1”",
        ),
    ],
)
def test_a_page_uses_only_pages_before_it_and_at_its_end_its_own(
    first: dict[str, Any], second: dict[str, Any], sentence: str
) -> None:
    said = page_faults(page("one", *numbers("a"), **first), page("two", *numbers("b"), **second))

    assert said == [sentence]


def test_items_in_random_order_do_not_use_each_other() -> None:
    said = page_faults(page("one", *numbers("a"), hidden("b", "a > 1"), shuffle=True))

    assert said == [
        "item b, show if: item a may come later, for the items of the page are in random order"
    ]


def test_a_page_in_random_order_can_end_with_its_own_items() -> None:
    parsed = paged(page("one", *numbers("a", "b"), shuffle=True, end_if="a + b > 3"))

    assert parsed.pages[0].end_if is not None


RANDOM = "may come later, for the pages are in random order"


@pytest.mark.parametrize(
    ("fixed", "condition", "fault"),
    [
        # Pages p0, p1, p2 with items a, b; the condition is on p2.
        ((True, True, True), "a > b", ""),
        ((True, False, False), "a > 1", ""),
        ((True, False, False), "b > 1", f"item b {RANDOM}"),
        ((False, False, True), "a > b", ""),
        ((False, True, False), "a > 1", f"item a {RANDOM}"),
        ((False, True, False), "b > 1", f"item b {RANDOM}"),
        ((True, True, False), "b > a", ""),
        ((False, True, True), "a > b", ""),
    ],
)
def test_of_pages_in_random_order_those_that_move_do_not_use_each_other(
    fixed: tuple[bool, bool, bool], condition: str, fault: str
) -> None:
    pages = [
        page("p0", *numbers("a"), fixed=fixed[0]),
        page("p1", *numbers("b"), fixed=fixed[1]),
        page("p2", *numbers("c"), fixed=fixed[2], show_if=condition),
    ]

    if fault:
        assert page_faults(*pages, shuffle_pages=True) == [f"page p2, show if: {fault}"]
    else:
        assert paged(*pages, shuffle_pages=True).shuffle_pages


def test_a_page_in_random_order_cannot_end_the_questionnaire() -> None:
    pages = [page("p0", *numbers("a"), end_if="a > 1"), page("p1", *numbers("b"))]

    assert page_faults(*pages, shuffle_pages=True) == [
        "page p0, end if: a page in random order cannot end the questionnaire: fix its place"
    ]


def test_earlier_answers_may_be_of_any_item() -> None:
    parsed = definition(
        hidden("a", "previous(b) > 1 or previous(a) > 1 or earlier(total, day - 1, 1) > 5"),
        hidden("b", "previous(total) > 3"),
        computed("total", "sum(a, b)"),
    )

    assert len(parsed.items) == 3


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("sum(previous(it), a)", "number"),
        ("a > 1 and previous(it)", "boolean"),
        ("previous(it)", "number"),
    ],
)
def test_a_formula_may_go_on_from_what_it_came_to_before(formula: str, expected: str) -> None:
    parsed = definition(*numbers("a"), computed("it", formula))

    assert known_items(parsed)["it"].type == expected


def test_formulas_may_ask_for_each_other_before() -> None:
    parsed = definition(
        computed("one", "previous(two) + 1"), computed("two", "previous(one) * 2 + one")
    )

    assert {known_items(parsed)[name].type for name in ("one", "two")} == {"number"}


@pytest.mark.parametrize(
    ("formula", "sentence"),
    [
        ("previous(it) > 1", "what it comes to depends on itself, or on a formula that is wrong"),
        ("length(previous(it))", "length() needs a text, and “previous(it)” is a number"),
        ("it + 1", "it refers to itself (it)"),
        ("sleep", "sleep has a value only by part, as in sleep.falling"),
        (
            "activity",
            "“activity” is a choice of several options, and a single value is needed: "
            "use count(name) or option in name",
        ),
    ],
)
def test_a_formula_that_comes_to_nothing_is_told_once(formula: str, sentence: str) -> None:
    said = item_faults(
        item("matrix", "sleep"),
        item("multiple_choice", "activity"),
        computed("it", formula),
        hidden("b", "it > 1"),
        hidden("c", "previous(it) > 1"),
    )

    assert said == [f"item it, formula: {sentence}"]


def test_every_fault_is_told_at_once_in_the_order_of_the_questionnaire() -> None:
    said = page_faults(
        page("one", *numbers("a"), hidden("b", "x > 1"), end_if="y > 1"),
        page("two", computed("c", "z"), show_if="w > 1"),
    )

    assert said == [
        "item b, show if: there is no item x",
        "page one, end if: there is no item y",
        "page two, show if: there is no item w",
        "item c, formula: there is no item z",
    ]


def test_names_that_are_wrong_hide_the_logic() -> None:
    said = item_faults(*numbers("a", "a"), hidden("b", "x > 1"))

    assert said == ["two items have the name a"]


def test_what_is_asked_in_rotation_may_be_used_where_it_may_be_missing() -> None:
    parsed = definition(
        *numbers("a", "b", rotation="some"),
        hidden("c", "a > 1 or b > 1"),
        rotations=[{"name": "some", "show": 1}],
    )

    assert parsed.items[2].show_if is not None


@pytest.mark.parametrize("text", [{"en": "a > {a}", "pl": "{a}"}])
def test_the_tree_of_a_piped_expression_is_one_of_the_trees(text: dict[str, str]) -> None:
    parsed = definition(*numbers("a"), item("text", text=text))

    assert [tree.node for tree in parsed.trees()] == ["item", "item"]


def test_titles_of_pages_stand_in_the_languages_of_the_questionnaire() -> None:
    assert paged(page("one", item("text"), title=BOTH)).languages == {"en", "pl"}


CHOICE = item("single_choice", "where")


@pytest.mark.parametrize(
    ("condition", "is_possible"),
    [
        ("where == 3", False),
        ("where == 2", True),
        ("where > 1 and where < 2", False),
        ("slider > 100", False),
        ("slider == 0.5", False),
        ("slider == 100", True),
        ("where == 1 and not answered(where)", False),
        ("not answered(where)", True),
        ("declined(where)", False),
        ("day < 1", False),
        ("day == 400", True),
        ("total > 5", True),
        ("previous(where) == 9", True),
    ],
)
def test_a_condition_no_answers_can_make_true_is_refused(condition: str, is_possible: bool) -> None:
    asked = [CHOICE, item("slider"), computed("total", "where + slider")]
    said = "no answers make this true, so"

    if is_possible:
        assert definition(*asked, hidden("b", condition))
    else:
        assert item_faults(*asked, hidden("b", condition)) == [
            f"item b, show if: {said} the item is never shown"
        ]
        assert page_faults(page("one", *asked), page("two", *numbers("b"), show_if=condition)) == [
            f"page two, show if: {said} the page is never shown"
        ]
        assert page_faults(page("one", *asked, end_if=condition), page("two", *numbers("b"))) == [
            f"page one, end if: {said} it never ends here"
        ]


@pytest.mark.parametrize(
    ("condition", "is_possible"),
    [
        ("slider < 20", False),
        ("slider <= 50", False),
        ("not answered(slider)", False),
        ("slider < 51.5", True),
        ("slider < 20 or where == 1", True),
    ],
)
def test_a_condition_no_answers_can_make_true_where_its_page_is_shown_is_refused(
    condition: str, is_possible: bool
) -> None:
    asked = page("one", CHOICE, item("slider"))
    said = "no answers make this true where its page is shown, so"

    hiding = page("two", hidden("b", condition), show_if="slider > 50")
    ending = page("two", *numbers("b"), show_if="slider > 50", end_if=condition)

    if is_possible:
        assert paged(asked, hiding)
        assert paged(asked, ending)
    else:
        assert page_faults(asked, hiding) == [f"item b, show if: {said} the item is never shown"]
        assert page_faults(asked, ending) == [f"page two, end if: {said} it never ends here"]


def test_of_a_page_that_is_never_shown_only_its_own_condition_is_refused() -> None:
    asked = page("one", item("slider"))

    faults = page_faults(asked, page("two", hidden("b", "slider < 20"), show_if="slider > 100"))

    assert faults == ["page two, show if: no answers make this true, so the page is never shown"]

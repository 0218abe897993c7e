"""The order one prompt shows: drawn from its seed, every order equally likely."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from itertools import combinations, permutations
from math import factorial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.questionnaires.arranging import (
    AS_DEFINED,
    Arrangement,
    arrange,
    needs_arranging,
)
from esmpress.questionnaires.definition import Definition
from tests.questionnaires.builders import (
    BOTH,
    FOUR,
    PICTURES,
    definition,
    item,
    numbers,
    page,
    paged,
)

# The 99.9 % points of chi-square by its degrees of freedom.
LIMITS = {1: 10.83, 2: 13.82, 3: 16.27, 5: 20.52, 23: 49.73}
ROWS = [{"name": name, "text": BOTH} for name in ("a", "b", "c")]
PAGES = paged(
    page("first", *numbers("a"), fixed=True),
    page("one", *numbers("b")),
    page("two", *numbers("c")),
    page("middle", *numbers("d"), fixed=True),
    page("three", *numbers("e")),
    shuffle_pages=True,
)


def seed(number: int) -> bytes:
    return number.to_bytes(8)


def options(*fixed: int) -> list[dict[str, Any]]:
    return [{**option, "fixed": option["value"] in fixed} for option in FOUR]


def rotating(count: int, show: int, method: str = "random") -> Definition:
    names = [f"item_{number}" for number in range(count)]
    return definition(
        *numbers(*names, rotation="some"),
        rotations=[{"name": "some", "show": show, "method": method}],
    )


def chi_square(seen: Counter[Any], kinds: int) -> float:
    expected = seen.total() / kinds
    squares = sum((count - expected) ** 2 for count in seen.values())
    return (squares + (kinds - len(seen)) * expected**2) / expected


@pytest.mark.parametrize(
    ("asked", "is_needed"),
    [
        (definition(item("text")), False),
        (definition(item("ranking")), False),
        (definition(item("ranking", shuffle=True)), True),
        (definition(item("matrix", shuffle=True)), True),
        (paged(page("one", item("text"), shuffle=True)), True),
        (paged(page("one", item("text")), shuffle_pages=True), True),
        (rotating(3, 1), True),
    ],
)
def test_only_what_can_differ_is_arranged(asked: Definition, is_needed: bool) -> None:
    assert needs_arranging(asked) is is_needed


def test_what_is_not_shuffled_stands_as_it_is_defined() -> None:
    arrangement = arrange(definition(item("ranking"), item("matrix")), seed=seed(1), turn=0)

    assert arrangement == AS_DEFINED
    assert arrangement.is_plain


def test_one_seed_gives_one_order_and_others_others() -> None:
    asked = definition(item("ranking", options=[*FOUR, *PLUS], shuffle=True))

    orders = {arrange(asked, seed=seed(n), turn=0).options["ranking"] for n in range(20)}

    assert arrange(asked, seed=seed(0), turn=0) == arrange(asked, seed=seed(0), turn=7)
    assert len(orders) == 20


PLUS = [{"value": value, "label": BOTH} for value in range(5, 13)]


def test_a_drawn_order_never_changes() -> None:
    asked = paged(
        page("one", *numbers("a", "b", "c"), shuffle=True),
        page("two", item("matrix", rows=ROWS, shuffle=True), item("ranking", shuffle=True)),
        page("three", *numbers("d", "e", "f", rotation="some")),
        shuffle_pages=True,
        rotations=[{"name": "some", "show": 1}],
    )

    drawn = arrange(asked, seed=bytes(range(32)), turn=3)

    assert drawn == Arrangement.model_validate(DRAWN)


# Checked by hand with `openssl dgst -sha256 -mac HMAC`.
DRAWN: dict[str, Any] = {
    "pages": ["one", "three", "two"],
    "items": {"one": ["b", "a", "c"]},
    "options": {"ranking": [3, 2, 4, 1]},
    "rows": {"matrix": ["b", "c", "a"]},
    "left_out": ["e", "f"],
}


def test_an_arrangement_is_the_same_after_it_was_stored() -> None:
    drawn = arrange(PAGES, seed=seed(5), turn=0)

    stored = json.loads(json.dumps(drawn.model_dump(mode="json")))

    assert Arrangement.model_validate(stored) == drawn


def test_fixed_pages_keep_their_places() -> None:
    orders = [arrange(PAGES, seed=seed(n), turn=0).pages for n in range(100)]

    assert {(order[0], order[3]) for order in orders} == {("first", "middle")}
    assert {frozenset(order) for order in orders} == {frozenset(page.name for page in PAGES.pages)}


@pytest.mark.parametrize("kind", ["single_choice", "multiple_choice", "ranking"])
def test_fixed_options_keep_their_places(kind: str) -> None:
    asked = definition(item(kind, options=options(2, 4), shuffle=True))

    orders = {arrange(asked, seed=seed(n), turn=0).options[kind] for n in range(40)}

    assert orders == {(1, 2, 3, 4), (3, 2, 1, 4)}


ORDERS: list[tuple[Definition, Callable[[Arrangement], tuple[object, ...]], int]] = [
    (PAGES, lambda one: one.pages, 3),
    (
        paged(page("one", *numbers("a", "b", "c", "d"), shuffle=True)),
        lambda one: one.items["one"],
        4,
    ),
    (
        definition(item("single_choice", options=options(), shuffle=True)),
        lambda one: one.options["single_choice"],
        4,
    ),
    (
        definition(item("multiple_choice", options=options(1), shuffle=True)),
        lambda one: one.options["multiple_choice"],
        3,
    ),
    (
        definition(item("image_choice", options=PICTURES, shuffle=True)),
        lambda one: one.options["image_choice"],
        3,
    ),
    (definition(item("matrix", rows=ROWS, shuffle=True)), lambda one: one.rows["matrix"], 3),
]


@pytest.mark.parametrize(("asked", "order_of", "moving"), ORDERS)
def test_each_order_is_equally_likely(
    asked: Definition, order_of: Callable[[Arrangement], tuple[object, ...]], moving: int
) -> None:
    kinds = factorial(moving)

    seen = Counter(order_of(arrange(asked, seed=seed(n), turn=0)) for n in range(200 * kinds))

    assert len(seen) == kinds
    assert chi_square(seen, kinds) < LIMITS[kinds - 1]


def test_orders_of_two_items_have_nothing_to_do_with_each_other() -> None:
    asked = definition(
        item("matrix", "a", rows=ROWS[:2], shuffle=True),
        item("matrix", "b", rows=ROWS[:2], shuffle=True),
    )

    drawn = [arrange(asked, seed=seed(n), turn=0).rows for n in range(800)]

    assert chi_square(Counter((rows["a"], rows["b"]) for rows in drawn), 4) < LIMITS[3]


def test_a_random_rotation_asks_each_group_equally_often() -> None:
    asked = rotating(4, 2)
    groups = set(combinations((f"item_{n}" for n in range(4)), 2))

    seen = Counter(arrange(asked, seed=seed(n), turn=n).left_out for n in range(1200))

    assert set(seen) == groups
    assert chi_square(seen, len(groups)) < LIMITS[5]


@pytest.mark.parametrize(("count", "show"), [(3, 1), (5, 2), (6, 4), (7, 3)])
def test_a_rotation_in_turn_asks_every_item_equally_often(count: int, show: int) -> None:
    asked = rotating(count, show, "in_turn")

    left = Counter(
        name for turn in range(count) for name in arrange(asked, seed=b"", turn=turn).left_out
    )

    assert set(left.values()) == {count - show}
    assert len(left) == count


def test_a_rotation_in_turn_goes_on_where_the_prompt_before_ended() -> None:
    asked = rotating(5, 2, "in_turn")

    shown = [_numbers_shown(asked, turn) for turn in range(6)]

    assert shown == [[0, 1], [2, 3], [0, 4], [1, 2], [3, 4], [0, 1]]


def _numbers_shown(asked: Definition, turn: int) -> list[int]:
    drawn = arrange(asked, seed=b"", turn=turn)
    return [int(item.name[-1]) for item in drawn.items_of(asked.pages[0])]


def test_rotations_are_drawn_apart_from_each_other() -> None:
    asked = definition(
        *numbers("a", "b", rotation="one"),
        *numbers("c", "d", rotation="two"),
        rotations=[{"name": "one", "show": 1}, {"name": "two", "show": 1}],
    )

    seen = Counter(arrange(asked, seed=seed(n), turn=0).left_out for n in range(800))

    assert chi_square(seen, 4) < LIMITS[3]


def test_what_is_left_out_is_on_no_page() -> None:
    arrangement = Arrangement(pages=("two", "one"), items={"one": ("b", "a")}, left_out=("b", "c"))
    asked = paged(page("one", *numbers("a", "b")), page("two", *numbers("c", "d")))

    shown = {
        page.name: [item.name for item in arrangement.items_of(page)]
        for page in arrangement.pages_of(asked)
    }

    assert list(shown.items()) == [("two", ["d"]), ("one", ["a"])]


@given(st.binary(max_size=40), st.integers(0, 10**6))
def test_every_draw_is_an_order_of_what_there_is(drawn_from: bytes, turn: int) -> None:
    drawn = arrange(PAGES, seed=drawn_from, turn=turn)

    assert drawn.pages in set(permutations(page.name for page in PAGES.pages))

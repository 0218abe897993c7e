"""Pages, rotations and the names of a questionnaire, before any logic."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.definition import Definition
from tests.questionnaires.builders import BOTH, ROWS, definition, item, numbers, page, paged
from tests.questionnaires.refusals import faults_of, item_faults, page_faults

ROTATION = {"name": "some", "show": 2}


def rotating(*names: str) -> list[dict[str, Any]]:
    return numbers(*names, rotation="some")


def test_pages_keep_their_order_and_their_settings() -> None:
    parsed = paged(
        page("mood", *numbers("stress", "calm"), title=BOTH, shuffle=True),
        page("sleep", item("duration"), fixed=True, end_if="duration > 600"),
        shuffle_pages=True,
    )

    assert [one.name for one in parsed.pages] == ["mood", "sleep"]
    assert [one.name for one in parsed.items] == ["stress", "calm", "duration"]
    assert (parsed.pages[0].shuffle, parsed.pages[1].fixed, parsed.shuffle_pages) == (True,) * 3
    assert str(parsed.pages[1].end_if) == "duration > 600"


def test_a_definition_of_before_there_were_pages_becomes_one_page() -> None:
    flat = {"title": BOTH, "introduction": BOTH, "items": numbers("stress", "calm")}

    parsed = Definition.model_validate(flat)

    assert parsed == paged(page("page_1", *numbers("stress", "calm")), introduction=BOTH)


def test_items_beside_pages_are_refused() -> None:
    assert faults_of(
        Definition.model_validate,
        {"title": BOTH, "items": [], "pages": [page("one", item("text"))]},
    ) == ["Extra inputs are not permitted"]


@pytest.mark.parametrize(
    "pages",
    [
        [],
        [page("empty")],
        [page("Page", item("text"))],
        [page("one", item("text"), colour="red")],
        [page(f"page_{n}", item("text", f"item_{n}")) for n in range(101)],
    ],
)
def test_pages_nobody_could_be_shown_are_refused(pages: list[dict[str, Any]]) -> None:
    assert faults_of(paged, *pages)


def test_two_hundred_items_are_the_most_on_all_pages_together() -> None:
    pages = [page(f"page_{p}", *numbers(*(f"item_{p}_{n}" for n in range(67)))) for p in range(3)]

    assert page_faults(*pages) == ["there are 201 items, and 200 are the most"]


@pytest.mark.parametrize(
    ("pages", "fields", "sentence"),
    [
        (
            [page("one", item("text")), page("two", item("text"))],
            {},
            "two items have the name text",
        ),
        ([page("one", item("text")), page("one", item("date"))], {}, "two pages have the name one"),
        (
            [page("one", *rotating("a", "b", "c"))],
            {"rotations": [ROTATION, ROTATION]},
            "two rotations have the name some",
        ),
    ],
)
def test_a_name_stands_for_one_thing_only(
    pages: list[dict[str, Any]], fields: dict[str, Any], sentence: str
) -> None:
    assert page_faults(*pages, **fields) == [sentence]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            [item("matrix", "sleep"), item("number", "sleep_falling")],
            "items sleep and sleep_falling would share the column sleep_falling",
        ),
        (
            [item("number", "mood_arousal"), item("affect_grid", "mood")],
            "items mood_arousal and mood would share the column mood_arousal",
        ),
        (
            [item("multiple_choice", "activity"), item("number", "activity_3")],
            "items activity and activity_3 would share the column activity_3",
        ),
        (
            [item("number", "wishes_2"), item("ranking", "wishes")],
            "items wishes_2 and wishes would share the column wishes_2",
        ),
        (
            [item("number", "stress", can_decline=True), item("text", "stress_missing")],
            "items stress and stress_missing would share the column stress_missing",
        ),
        (
            [
                item("matrix", "a", rows=[{"name": "b_c", "text": BOTH}]),
                item("matrix", "a_b", rows=[{"name": "c", "text": BOTH}]),
            ],
            "items a and a_b would share the column a_b_c",
        ),
    ],
)
def test_items_whose_columns_would_meet_are_refused(
    asked: list[dict[str, Any]], sentence: str
) -> None:
    assert item_faults(*asked) == [sentence]


def test_columns_that_only_look_alike_are_let_in() -> None:
    parsed = definition(
        item("matrix", "sleep", rows=ROWS),
        item("number", "sleep_falling_asleep"),
        item("information", "stress_missing"),
        item("number", "stress", can_decline=True),
    )

    assert len(parsed.items) == 4


@pytest.mark.parametrize(
    ("asked", "rotations", "sentence"),
    [
        (rotating("a"), [], "item a: there is no rotation some"),
        (
            rotating("a", "b"),
            [ROTATION],
            "rotation some: it is to show 2 of its 2 items, which leaves none out",
        ),
        (
            numbers("a"),
            [ROTATION],
            "rotation some: it is to show 2 of its 0 items, which leaves none out",
        ),
    ],
)
def test_a_rotation_has_more_items_than_it_shows(
    asked: list[dict[str, Any]], rotations: list[dict[str, Any]], sentence: str
) -> None:
    assert item_faults(*asked, rotations=rotations) == [sentence]


def test_a_rotation_may_reach_over_pages() -> None:
    parsed = paged(
        page("one", *rotating("a", "b")), page("two", *rotating("c")), rotations=[ROTATION]
    )

    assert [one.rotation for one in parsed.items] == ["some"] * 3


@pytest.mark.parametrize(
    "rotation",
    [{"name": "some", "show": 0}, {"name": "some", "show": 1, "method": "by_mood"}, {"show": 1}],
)
def test_a_rotation_shows_some_in_a_way_there_is(rotation: dict[str, Any]) -> None:
    assert item_faults(*rotating("a", "b"), rotations=[rotation])


def test_the_title_of_a_page_stands_in_every_language() -> None:
    said = page_faults(page("one", item("text"), title={"en": "Mood"}))

    assert said == ["page one: the text in pl is missing"]


def test_a_language_nobody_else_speaks_is_missed_everywhere() -> None:
    said = item_faults(item("text", help={"en": "h", "pl": "h", "de": "h"}))

    assert said == ["title: the text in de is missing", "item text: the text in de is missing"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        (item("matrix", rows=[ROWS[0], {**ROWS[1], "text": {"en": "row"}}]), "row staying"),
        (item("yes_no", yes_label={"en": "aye"}), "“yes”"),
        (item("yes_no", no_label={"en": "nay"}), "“no”"),
        (
            item(
                "affect_grid",
                labels=dict.fromkeys(("left", "right", "top"), BOTH) | {"bottom": {"en": "low"}},
            ),
            "bottom side",
        ),
        (item("number", range_message={"en": "Too many."}), "range message"),
    ],
)
def test_each_text_of_a_control_is_named_where_it_is_missing(
    changed: dict[str, Any], place: str
) -> None:
    assert item_faults(changed) == [f"item {changed['kind']}, {place}: the text in pl is missing"]

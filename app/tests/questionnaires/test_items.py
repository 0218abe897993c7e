"""The settings of each kind: what is let in, and the sentence of what is not."""

from __future__ import annotations

from typing import Any

import pytest

from tests.questionnaires.builders import (
    BOTH,
    FOUR,
    ITEMS,
    OPTIONS,
    PICTURES,
    ROWS,
    definition,
    item,
    picture,
)
from tests.questionnaires.refusals import item_faults

POINTS = [{"value": value, "label": BOTH} for value in range(12)]


def options(count: int, **fields: Any) -> list[dict[str, Any]]:
    return [{"value": value, "label": BOTH, **fields} for value in range(count)]


@pytest.mark.parametrize("kind", ITEMS)
def test_each_kind_is_let_in_and_read_again_as_it_was(kind: str) -> None:
    first = definition(item(kind))

    again = type(first).model_validate(first.model_dump(mode="json"))

    assert again == first
    assert again.items[0].kind == kind


@pytest.mark.parametrize("kind", ITEMS)
def test_no_kind_takes_a_field_it_does_not_know(kind: str) -> None:
    assert item_faults(item(kind, colour="red")) == ["Extra inputs are not permitted"]


@pytest.mark.parametrize("kind", ["information", "computed"])
@pytest.mark.parametrize("field", ["required", "ask_again", "can_decline"])
def test_what_takes_no_answer_is_never_required_nor_declined(kind: str, field: str) -> None:
    assert item_faults(item(kind) | {field: True}) == ["Input should be False"]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("information", (False, False)),
        ("computed", (False, False)),
        ("photo", (False, False)),
        ("consent", (True, False)),
        ("text", (True, False)),
    ],
)
def test_only_what_people_can_answer_is_required_unless_told_otherwise(
    asked: str, expected: tuple[bool, bool]
) -> None:
    (one,) = definition(item(asked)).items

    assert (one.required, one.can_decline) == expected


@pytest.mark.parametrize(
    "asked",
    [
        item("single_choice", options=options(50)),
        item("multiple_choice", options=options(50)),
        item("multiple_choice", min_chosen=2, max_chosen=2),
        item("multiple_choice", options=options(3, exclusive=True), max_chosen=1),
        item("likert", options=POINTS[:3]),
        item("likert", options=POINTS[:11]),
        item("likert", options=[POINTS[0], {"value": 1}, {"value": 2, "label": None}, POINTS[3]]),
        item("matrix", rows=[{"name": f"row_{n}", "text": BOTH} for n in range(20)]),
        item("matrix", options=options(11)),
        item("affect_grid", size=5),
        item("affect_grid", size=11),
        item("number", min=0.5, max=1.5, decimals=1, step=0.5),
        item("number", min=-1, max=1, decimals=6, step=0.000001),
        item("date", earliest="2024-02-29", latest="2024-02-29"),
        item("time", step_minutes=1),
        item("time", step_minutes=60),
        item("duration", min_minutes=0, max_minutes=44_640, step_minutes=60),
        item("ranking", options=options(12), top=12),
        item("yes_no", yes_label=BOTH, no_label=BOTH),
        item(
            "image_choice",
            options=[{**PICTURES[0], "image": picture("png", size=60_000)}] * 1
            + [
                {**PICTURES[1], "image": picture("jpeg")},
                {**PICTURES[2], "image": picture("webp")},
            ],
        ),
        item("photo", max_megabytes=5, required=True),
        item("text", ask_again=True, required=False),
    ],
)
def test_the_widest_and_narrowest_settings_are_let_in(asked: dict[str, Any]) -> None:
    assert definition(asked).items[0].kind == asked["kind"]


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (
            item("text", ask_again=True),
            "item text: what is required is not asked again when skipped",
        ),
        (
            item("single_choice", options=OPTIONS[:1] * 2),
            "item single_choice: two options have the value 1",
        ),
        (
            item("multiple_choice", options=OPTIONS[:1] * 2),
            "item multiple_choice: two options have the value 1",
        ),
        (
            item("likert", options=[*POINTS[:3], POINTS[0]]),
            "item likert: two options have the value 0",
        ),
        (item("matrix", options=OPTIONS[:1] * 2), "item matrix: two options have the value 1"),
        (item("ranking", options=OPTIONS[:1] * 2), "item ranking: two options have the value 1"),
        (
            item("image_choice", options=PICTURES[:1] * 2),
            "item image_choice: two options have the value 1",
        ),
        (item("matrix", rows=ROWS[:1] * 2), "item matrix: two rows have the name falling"),
        (
            item("matrix", rows=[{"name": "missing", "text": BOTH}]),
            "item matrix: no row can have the name missing",
        ),
        (
            item("multiple_choice", min_chosen=3, max_chosen=2),
            "item multiple_choice: more must be chosen than may be",
        ),
        (
            item("multiple_choice", min_chosen=5),
            "item multiple_choice: more must be chosen than may be",
        ),
        (
            item("multiple_choice", max_chosen=5),
            "item multiple_choice: more are to be chosen than can be together (4)",
        ),
        (
            item(
                "multiple_choice",
                options=[*options(2), {**FOUR[3], "exclusive": True}],
                min_chosen=3,
            ),
            "item multiple_choice: more are to be chosen than can be together (2)",
        ),
        (
            item("likert", options=[{"value": 1}, *POINTS[2:4]]),
            "item likert: the first and the last point need a label",
        ),
        (
            item("likert", options=[*POINTS[:2], {"value": 5}]),
            "item likert: the first and the last point need a label",
        ),
        (item("ranking", top=5), "item ranking: there are only 4 options to rank"),
        (
            item("slider", min=5, max=5),
            "item slider: whole steps must lead from minimum to maximum",
        ),
        (item("slider", step=3), "item slider: whole steps must lead from minimum to maximum"),
        (
            item("slider", max=0.3, step=0.2),
            "item slider: whole steps must lead from minimum to maximum",
        ),
        (item("number", min=3, max=3), "item number: the maximum must be above the minimum"),
        (item("number", step=0.5), "item number: the step has more digits than decimals allow"),
        (item("number", min=0.5), "item number: the minimum has more digits than decimals allow"),
        (
            item("number", max=1.25, decimals=1),
            "item number: the maximum has more digits than decimals allow",
        ),
        (item("date", earliest="2027-02-29"), "a day is written like 2027-01-31"),
        (item("date", latest="20270131"), "a day is written like 2027-01-31"),
        (item("date", latest="2027-W05-7"), "a day is written like 2027-01-31"),
        (
            item("date", earliest="2027-01-02", latest="2027-01-01"),
            "item date: the latest day is before the earliest",
        ),
        (item("time", step_minutes=7), "item time: whole steps must fill an hour"),
        (
            item("duration", min_minutes=60, max_minutes=60),
            "item duration: the longest must be above the shortest",
        ),
        (
            item("duration", max_minutes=62),
            "item duration: whole steps must lead from shortest to longest",
        ),
        (
            item("computed", rotation="some"),
            "item computed: what is computed is not asked in rotation",
        ),
    ],
)
def test_settings_that_make_no_sense_are_refused_with_item_and_reason(
    asked: dict[str, Any], sentence: str
) -> None:
    assert item_faults(asked) == [sentence]


@pytest.mark.parametrize(
    ("image", "sentence"),
    [
        (
            "https://example.org/cat.png",
            "a picture is a PNG, JPEG or WebP file within the definition",
        ),
        (
            "data:image/svg+xml;base64,PHN2Zz4=",
            "a picture is a PNG, JPEG or WebP file within the definition",
        ),
        (
            "data:image/png;base64,!!!!",
            "a picture is a PNG, JPEG or WebP file within the definition",
        ),
        (picture() + "\n", "a picture is a PNG, JPEG or WebP file within the definition"),
        ("data:image/png;base64,iVBORw0KGgo", "the picture is damaged"),
        (picture("jpeg").replace("jpeg", "png"), "the picture is no PNG file"),
        ("data:image/webp;base64,UklGRgAAAABXQVZF", "the picture is no WEBP file"),
        (picture(size=60_001), "the picture is larger than 60 kB"),
    ],
)
def test_a_picture_is_a_small_file_of_the_type_it_says(image: str, sentence: str) -> None:
    asked = item("image_choice", options=[PICTURES[1], {**PICTURES[0], "image": image}])

    assert item_faults(asked) == [sentence]


@pytest.mark.parametrize(
    "asked",
    [
        item("single_choice", options=options(51)),
        item("single_choice", look="wheel"),
        item("single_choice", options=[*OPTIONS, {"value": 1.5, "label": BOTH}]),
        item("single_choice", options=[*OPTIONS, {"value": 10**9 + 1, "label": BOTH}]),
        item("single_choice", options=[*OPTIONS, {**FOUR[3], "exclusive": True}]),
        item("multiple_choice", options=options(10_000)),
        item("multiple_choice", min_chosen=0),
        item("likert", options=POINTS[:2]),
        item("likert", options=POINTS),
        item("matrix", rows=[]),
        item("matrix", rows=[{"name": f"row_{n}", "text": BOTH} for n in range(21)]),
        item("matrix", rows=[{"name": "Row", "text": BOTH}]),
        item("matrix", options=options(12)),
        item("affect_grid", size=8),
        item("affect_grid", size=13),
        item("affect_grid", labels={"left": BOTH}),
        item("number", step=0),
        item("number", step=-1),
        item("number", decimals=-1),
        item("time", step_minutes=0),
        item("time", step_minutes=120),
        item("duration", min_minutes=-5),
        item("duration", max_minutes=44_641),
        item("ranking", options=options(13)),
        item("ranking", top=0),
        item("image_choice", options=[{**PICTURES[0], "value": n} for n in range(13)]),
        item("consent", can_decline=True),
        item("photo", max_megabytes=0),
        item("photo", max_megabytes=6),
        item("text", max_length=5001),
        {"kind": "hologram", "name": "hologram", "text": BOTH},
    ],
)
def test_settings_beyond_the_limits_are_refused(asked: dict[str, Any]) -> None:
    assert item_faults(asked)

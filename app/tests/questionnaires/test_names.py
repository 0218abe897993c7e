"""Columns and what stands in them."""

from __future__ import annotations

from typing import Any

import pytest

from esmpress.questionnaires.answers import check_answers
from esmpress.questionnaires.names import Cell, cells, column_names, parts_of
from tests.questionnaires.builders import ANSWERS, BOTH, FOUR, ITEMS, definition, item

DECLINED = {"missing": "declined"}
BELOW_ZERO = [{"value": value, "label": BOTH} for value in (-2, 0, 10)]
COLUMNS: dict[str, list[str]] = {
    "multiple_choice": [f"multiple_choice_{n}" for n in (1, 2, 3, 4)],
    "ranking": [f"ranking_{n}" for n in (1, 2, 3, 4)],
    "matrix": ["matrix_falling", "matrix_staying"],
    "affect_grid": ["affect_grid_valence", "affect_grid_arousal"],
    "information": [],
}


@pytest.mark.parametrize("kind", ITEMS)
def test_each_kind_has_its_columns(kind: str) -> None:
    (one,) = definition(item(kind)).items

    assert list(column_names(one)) == COLUMNS.get(kind, [kind])


@pytest.mark.parametrize("kind", sorted(ANSWERS.keys() - {"consent"}))
def test_the_last_column_says_who_preferred_not_to_say(kind: str) -> None:
    (one,) = definition(item(kind, can_decline=True)).items

    *columns, last = column_names(one)

    assert last == f"{kind}_missing"
    assert cells(one, DECLINED) == {**dict.fromkeys(columns), last: "declined"}


@pytest.mark.parametrize(
    ("asked", "answer", "filled"),
    [
        (item("single_choice"), 2, {"single_choice": 2}),
        (
            item("multiple_choice"),
            [1, 3],
            {f"multiple_choice_{n}": int(n in (1, 3)) for n in (1, 2, 3, 4)},
        ),
        (
            item("multiple_choice", options=BELOW_ZERO),
            [-2],
            {"multiple_choice_minus_2": 1, "multiple_choice_0": 0, "multiple_choice_10": 0},
        ),
        (
            item("ranking"),
            [3, 1, 4, 2],
            {"ranking_1": 2, "ranking_2": 4, "ranking_3": 1, "ranking_4": 3},
        ),
        (
            item("ranking", options=BELOW_ZERO, top=1),
            [-2],
            {"ranking_minus_2": 1, "ranking_0": None, "ranking_10": None},
        ),
        (item("matrix"), {"falling": 1}, {"matrix_falling": 1, "matrix_staying": None}),
        (
            item("affect_grid"),
            {"valence": -4, "arousal": 2},
            {"affect_grid_valence": -4, "affect_grid_arousal": 2},
        ),
        (item("slider"), 63.5, {"slider": 63.5}),
        (item("text"), "=1+1", {"text": "=1+1"}),
        (item("yes_no"), True, {"yes_no": 1}),
        (item("yes_no"), False, {"yes_no": 0}),
        (item("consent"), True, {"consent": 1}),
        (item("computed"), False, {"computed": 0}),
        (item("time"), "07:30", {"time": "07:30"}),
        (item("number", can_decline=True), 7, {"number": 7, "number_missing": None}),
    ],
)
def test_an_answer_fills_its_columns(
    asked: dict[str, Any], answer: object, filled: dict[str, Cell]
) -> None:
    (one,) = definition(asked).items

    found = cells(one, answer)

    assert found == filled
    assert list(found) == list(column_names(one))
    assert not any(isinstance(cell, bool) for cell in found.values())


@pytest.mark.parametrize("kind", ITEMS)
def test_without_an_answer_every_column_is_empty(kind: str) -> None:
    (one,) = definition(item(kind)).items

    assert cells(one, None) == dict.fromkeys(column_names(one))


@pytest.mark.parametrize("kind", ANSWERS)
def test_whatever_is_kept_has_a_cell(kind: str) -> None:
    asked = definition(item(kind))

    kept = check_answers(asked, {kind: ANSWERS[kind]})

    assert set(cells(asked.items[0], kept[kind])) == set(column_names(asked.items[0]))


def test_what_no_item_could_have_kept_is_a_fault_of_ours() -> None:
    (one,) = definition(item("number")).items

    with pytest.raises(TypeError, match="an answer of tuple to item number"):
        cells(one, (1, 2))


def test_the_parts_of_an_item_are_found_by_their_values() -> None:
    (one,) = definition(item("ranking", options=FOUR[:2])).items

    assert parts_of(one) == {"1": "ranking_1", "2": "ranking_2"}

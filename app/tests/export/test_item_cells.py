"""What SQL writes of an answer is what Python would, for answers of every kind."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from psycopg.sql import SQL, Literal
from pydantic import TypeAdapter

from esmpress.export.item_cells import item_cells
from esmpress.questionnaires.items import Item
from esmpress.questionnaires.names import Cell, cells, column_names
from esmpress.questionnaires.safe_cells import safe_cell
from tests.questionnaires.builders import ANSWERS, BOTH, ITEMS

pytestmark = pytest.mark.django_db
READ: TypeAdapter[Item] = TypeAdapter(Item)
FOUR = (1, 2, 3, 4)
WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1, max_size=30)
HARD = st.sampled_from(
    ["=1", "-", "＝x", "'", "'=", "missing", "true", "null", "🙂", "\u200fשלום", "\r\n", '"', "\\."]
)
NUMBERS = st.integers(-(10**15), 10**15) | st.decimals(-999, 999, places=6).map(float)
GIVEN: dict[str, st.SearchStrategy[Any]] = {
    "single_choice": st.sampled_from((1, 2)),
    "multiple_choice": st.sets(st.sampled_from(FOUR), min_size=1).map(sorted),
    "likert": st.sampled_from(FOUR),
    "matrix": st.dictionaries(
        st.sampled_from(("falling", "staying")), st.sampled_from(FOUR), min_size=1
    ),
    "slider": st.integers(0, 100),
    "affect_grid": st.fixed_dictionaries(
        {"valence": st.integers(-4, 4), "arousal": st.integers(-4, 4)}
    ),
    "number": NUMBERS,
    "text": WORDS | HARD,
    "date": st.dates().map(str),
    "time": st.times().map(lambda time: f"{time:%H:%M}"),
    "duration": st.integers(0, 44_640),
    "ranking": st.permutations(FOUR) | st.permutations(FOUR).map(lambda all_: all_[:2]),
    "yes_no": st.booleans(),
    "image_choice": st.sampled_from((1, 2, 3)),
    "consent": st.just(True),
    "photo": st.uuids().map(str),
    "computed": st.booleans() | NUMBERS | WORDS | HARD,
}


def item_of(kind: str, **more: Any) -> Item:
    return READ.validate_python(
        {"kind": kind, "name": "asked", "text": BOTH, **ITEMS[kind], **more}
    )


def by_sql(item: Item, answers: dict[str, Any], *, guarded: bool) -> dict[str, str | None]:
    given = SQL("{}::jsonb").format(Literal(json.dumps(answers)))
    found = item_cells(item, SQL("given.answers"))
    listed = SQL(", ").join(
        SQL("({})::text").format(cell.written(guarded=guarded)) for cell in found.values()
    )
    with connection.cursor() as cursor:
        cursor.execute(SQL("SELECT {} FROM (SELECT {} AS answers) AS given").format(listed, given))
        return dict(zip(found, cursor.fetchone(), strict=True))


def is_same(written: str | None, cell: Cell) -> bool:
    """A number may be written in other digits."""
    if isinstance(cell, int | float) and written is not None:
        return float(written) == cell
    return written == cell


@pytest.mark.parametrize("kind", GIVEN)
@given(data=st.data())
@settings(max_examples=25)
def test_the_cells_of_an_answer_are_those_that_names_gives(kind: str, data: Any) -> None:
    item, answer = item_of(kind), data.draw(GIVEN[kind])

    written = by_sql(item, {"asked": answer, "asked_too": 1}, guarded=False)

    expected = cells(item, answer)
    assert list(written) == list(column_names(item))
    assert {name: (written[name], cell) for name, cell in expected.items()} == {
        name: (written[name], cell)
        for name, cell in expected.items()
        if is_same(written[name], cell)
    }


@given(answer=WORDS | HARD)
@pytest.mark.parametrize("kind", ["text", "computed"])
def test_typed_text_is_guarded_as_everywhere(kind: str, answer: str) -> None:
    written = by_sql(item_of(kind), {"asked": answer}, guarded=True)

    assert written == {"asked": safe_cell(answer)}


@pytest.mark.parametrize("kind", [one for one in GIVEN if one not in {"consent", "computed"}])
def test_who_declined_fills_the_column_that_says_so_alone(kind: str) -> None:
    item = item_of(kind, can_decline=True)

    for answer in ({"missing": "declined"}, ANSWERS.get(kind)):
        written = by_sql(item, {"asked": answer} if answer is not None else {}, guarded=True)
        expected = cells(item, answer)
        assert all(is_same(written[name], cell) for name, cell in expected.items())


@pytest.mark.parametrize("kind", GIVEN)
def test_no_answer_is_no_cell(kind: str) -> None:
    assert set(by_sql(item_of(kind), {}, guarded=True).values()) == {None}


def test_a_negative_number_that_was_computed_is_no_formula() -> None:
    assert by_sql(item_of("computed"), {"asked": -3}, guarded=True) == {"asked": "-3"}

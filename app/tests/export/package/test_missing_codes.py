"""Codes for what is missing are never a value an item can have."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from esmpress.export.package.missing_codes import REASONS, USUAL, missing_codes
from esmpress.export.tables import Column
from tests.export.package.hand_made import item

USUAL_ONES = [-91, -92, -93, -94, -95]


def test_an_item_without_low_values_has_the_usual_codes() -> None:
    assert list(missing_codes(item("mood", "likert", labels=((0, "No"),))).values()) == USUAL_ONES
    assert missing_codes(item("stress", "slider", minimum=-90, maximum=100)) == USUAL


def test_codes_move_below_the_values_where_these_use_them() -> None:
    assert missing_codes(item("mood", "likert", labels=((-91, "x"),)))["not_asked"] == -991
    assert missing_codes(item("cold", "number", minimum=-1000))["not_computed"] == -9995


def test_a_number_without_a_lower_limit_has_codes_nobody_types() -> None:
    assert missing_codes(item("free", "number", "number"))["not_asked"] == -999_999_991


def test_texts_and_columns_that_are_no_items_have_none() -> None:
    assert missing_codes(item("note", "text", "text")) == {}
    assert missing_codes(Column("day", "whole_number", "day", "The day.")) == {}


@given(lowest=st.integers(-900_000, 100), span=st.integers(0, 1000))
def test_no_code_lies_among_the_values(lowest: int, span: int) -> None:
    codes = missing_codes(item("any", "number", minimum=lowest, maximum=lowest + span))

    assert len(set(codes.values())) == len(REASONS)
    assert all(code < lowest for code in codes.values())

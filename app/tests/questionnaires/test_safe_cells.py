from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.questionnaires.safe_cells import safe_cell, unguarded


@given(text=st.text())
def test_dropping_one_apostrophe_gives_the_typed_text_back(text: str) -> None:
    cell = str(safe_cell(text))

    assert cell.removeprefix("'") == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(text=st.text())
def test_a_guarded_text_is_read_as_it_was_typed(text: str) -> None:
    assert unguarded(str(safe_cell(text))) == text


def test_an_apostrophe_typed_into_the_file_stays() -> None:
    assert unguarded("'t is laat") == "'t is laat"


@pytest.mark.parametrize("number", [-3, -0.5, 0, 63])
def test_numbers_are_not_escaped(number: float) -> None:
    assert safe_cell(number) == number

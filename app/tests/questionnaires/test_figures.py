from __future__ import annotations

import pytest

from esmpress.questionnaires.figures import figures_in
from tests.questionnaires.builders import definition, item

NUMBERS = {
    "likert": [("x", 1, 4)],
    "matrix": [("x_falling", 1, 4), ("x_staying", 1, 4)],
    "slider": [("x", 0, 100)],
    "affect_grid": [("x_valence", -4, 4), ("x_arousal", -4, 4)],
    "number": [("x", None, None)],
    "duration": [("x", None, None)],
}


@pytest.mark.parametrize("kind", [*NUMBERS, "text", "single_choice", "yes_no", "ranking"])
def test_numbers_have_a_scale_and_nothing_else_is_drawn(kind: str) -> None:
    figures = figures_in(definition(item(kind, "x")))

    found = [(one.column, one.lowest, one.highest) for one in figures]

    assert found == NUMBERS.get(kind, [])

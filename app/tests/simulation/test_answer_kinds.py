"""A simulated answer of any kind passes the check of answers, wherever somebody stands."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esmpress.questionnaires.answers import check_answers
from esmpress.simulation.answer_kinds import answer_at
from tests.questionnaires.builders import BOTH, FOUR, ITEMS, definition, item

ALONE = [*FOUR[:3], {"value": 9, "label": BOTH, "exclusive": True}]
UNANSWERED = {"information", "computed", "photo"}
ASKED: list[dict[str, Any]] = [
    *(item(kind) for kind in ITEMS if kind not in UNANSWERED),
    item("slider", min=-1, max=1, step=0.1),
    item("slider", min=0, max=1e6, step=0.000001),
    item("number", min=0.5, max=2.5, step=0.5, decimals=1),
    item("number", min=-7, step=3),
    item("number", max=-5, step=10),
    item("number", min=0, max=0.3, decimals=1, step=0.2),
    item("multiple_choice", options=ALONE),
    item("multiple_choice", options=ALONE, min_chosen=2, max_chosen=3),
    item("multiple_choice", options=[{**one, "exclusive": True} for one in FOUR]),
    item("multiple_choice", min_chosen=4),
    item("ranking", top=1),
    item("ranking", top=4),
    item("affect_grid", size=5),
    item("affect_grid", size=11),
    item("date", earliest="9999-12-31"),
    item("date", latest="0001-01-01"),
    item("date", latest="0001-06-01"),
    item("date", earliest="2027-01-31", latest="2027-01-31"),
    item("time", step_minutes=1),
    item("time", step_minutes=60),
    item("duration", min_minutes=3, max_minutes=13),
    item("duration", max_minutes=44_640),
    item("text", max_length=1),
    item("matrix", rows=[{"name": f"row_{n}", "text": BOTH} for n in range(20)]),
]
DEFINITIONS = [definition(asked) for asked in ASKED]


@pytest.mark.parametrize("number", range(len(ASKED)))
@given(z=st.floats(-40, 40))
def test_a_simulated_answer_is_a_good_one(number: int, z: float) -> None:
    (one,) = DEFINITIONS[number].items

    answer = answer_at(one, z)

    assert list(check_answers(DEFINITIONS[number], {one.name: answer})) == [one.name]


@pytest.mark.parametrize("kind", sorted(UNANSWERED))
def test_nobody_is_simulated_to_answer_what_has_no_answer(kind: str) -> None:
    assert answer_at(definition(item(kind)).items[0], 0.5) is None

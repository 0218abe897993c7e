"""What conditions know of each kind: never less than can be answered."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.questionnaires.answer_values import check_value
from esmpress.questionnaires.items.parts import reaches
from esmpress.questionnaires.known_items import known_item
from esmpress.questionnaires.logic.known import Known
from tests.questionnaires.answer_strategies import DECLINED, good_answers
from tests.questionnaires.builders import BOTH, FOUR, definition, item
from tests.questionnaires.strategies import items

ONE_TO_FOUR = (1.0, 2.0, 3.0, 4.0)
ALONE = [*FOUR[:3], {"value": 9, "label": BOTH, "exclusive": True}]


def known(**fields: Any) -> Known:
    return Known(**{"can_decline": False} | fields)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (item("single_choice"), known(type="number", values=(1.0, 2.0))),
        (item("likert"), known(type="number", values=ONE_TO_FOUR)),
        (item("image_choice"), known(type="number", values=(1.0, 2.0, 3.0))),
        (item("multiple_choice"), known(type="set", values=ONE_TO_FOUR, fewest=1)),
        (
            item("multiple_choice", min_chosen=2, max_chosen=3),
            known(type="set", values=ONE_TO_FOUR, fewest=2, most=3),
        ),
        (
            item("multiple_choice", options=ALONE, min_chosen=2),
            known(type="set", values=(1.0, 2.0, 3.0, 9.0), fewest=1, exclusive=frozenset({9.0})),
        ),
        (item("ranking"), known(type="ranking", values=ONE_TO_FOUR, fewest=4, most=4)),
        (item("ranking", top=2), known(type="ranking", values=ONE_TO_FOUR, fewest=2, most=2)),
        (item("matrix"), known(parts=("falling", "staying"), values=ONE_TO_FOUR)),
        (
            item("affect_grid", size=5),
            known(parts=("valence", "arousal"), values=(-2.0, -1.0, 0.0, 1.0, 2.0)),
        ),
        (
            item("slider", min=-1, max=1, step=0.5),
            known(type="number", lowest=-1, highest=1, step=0.5, origin=-1),
        ),
        (item("number"), known(type="number", step=1.0)),
        (item("number", decimals=2, min=1), known(type="number", lowest=1, step=0.01)),
        (
            item("number", min=1, max=9, step=2),
            known(type="number", lowest=1, highest=9, step=2, origin=1),
        ),
        (item("number", step=2), known(type="number", step=2)),
        (
            item("duration"),
            known(type="number", lowest=0, highest=1440, step=5, origin=0),
        ),
        (item("text", can_decline=True), Known(type="text", can_decline=True)),
        (
            item("date", earliest="2027-01-01", latest="2027-12-31"),
            known(type="date", lowest="2027-01-01", highest="2027-12-31"),
        ),
        (item("time"), known(type="time")),
        (item("yes_no"), known(type="boolean")),
        (item("consent"), known(type="boolean")),
        (item("photo"), known()),
        (item("information"), Known(answerable=False)),
    ],
)
def test_conditions_know_what_each_kind_can_be_answered_with(
    asked: dict[str, Any], expected: Known
) -> None:
    assert known_item(definition(asked).items[0]) == expected


def test_of_what_is_computed_only_its_formula_tells() -> None:
    with pytest.raises(TypeError):
        known_item(definition(item("computed")).items[0])


@given(items("asked"), st.data())
@settings(deadline=None)
def test_no_good_answer_is_outside_of_what_is_known(
    asked: dict[str, Any], data: st.DataObject
) -> None:
    (one,) = definition(asked).items
    if one.kind == "information":
        return
    answer: Any = check_value(one, data.draw(good_answers(one)))
    found = known_item(one)

    if answer == DECLINED:
        assert found.can_decline
    elif found.parts:
        assert answer.keys() <= set(found.parts)
        assert set(answer.values()) <= set(found.values or ())
    elif isinstance(answer, list):
        assert set(answer) <= set(found.values or ())
        assert found.fewest <= len(answer) <= (found.most or len(answer))
        assert len(answer) == 1 or not found.exclusive & set(answer)
    elif found.values is not None:
        assert answer in found.values
    else:
        assert found.lowest is None or found.lowest <= answer
        assert found.highest is None or answer <= found.highest
        assert found.step is None or reaches(answer, start=found.origin, step=found.step)

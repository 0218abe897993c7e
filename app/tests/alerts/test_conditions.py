"""Conditions on answers: of which columns, what can hold, and whether it does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from esmpress.alerts.conditions import columns_of, fault_of, holds
from esmpress.alerts.models import AlertRule
from esmpress.questionnaires.definition import Definition

BOTH = {"en": "text"}


def option(value: int, **more: Any) -> dict[str, Any]:
    return {"value": value, "label": {"en": f"label {value}"}} | more


ITEMS: list[dict[str, Any]] = [
    {"kind": "slider", "name": "stress", "min_label": BOTH, "max_label": BOTH},
    {"kind": "number", "name": "drinks", "min": 0},
    {"kind": "single_choice", "name": "company", "options": [option(1), option(2)]},
    {"kind": "multiple_choice", "name": "events", "options": [option(1), option(2)]},
    {
        "kind": "matrix",
        "name": "mood",
        "rows": [{"name": "low", "text": BOTH}],
        "options": [option(0), option(3)],
    },
    {"kind": "yes_no", "name": "safe", "can_decline": True},
    {"kind": "text", "name": "note"},
]
DEFINITION = Definition.model_validate(
    {
        "title": BOTH,
        "pages": [{"name": "p", "items": [{"text": BOTH, "required": False, **i} for i in ITEMS]}],
    }
)
COLUMNS = columns_of(DEFINITION, "en")


def rule(column: str, comparison: str, *values: float) -> AlertRule:
    since = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
    return AlertRule(
        kind="risk", column=column, comparison=comparison, values=list(values), since=since
    )


def test_scales_and_choices_can_have_a_condition_and_texts_cannot() -> None:
    assert list(COLUMNS) == [
        "stress",
        "drinks",
        "company",
        "events_1",
        "events_2",
        "mood_low",
        "safe",
    ]
    assert dict(COLUMNS["company"].options) == {1: "label 1", 2: "label 2"}
    assert dict(COLUMNS["safe"].options) == {1: "yes", 0: "no"}
    assert COLUMNS["events_2"].options[1] == "“label 2” is chosen"


@pytest.mark.parametrize(
    ("column", "comparison", "values", "says"),
    [
        ("stress", "at_least", [100], ""),
        ("stress", "at_least", [101], "from 0 to 100"),
        ("stress", "at_most", [-1], "from 0 to 100"),
        ("drinks", "at_least", [1000], ""),
        ("drinks", "at_most", [-1], "from 0 to –"),
        ("company", "one_of", [1, 2], ""),
        ("company", "one_of", [1, 3], "3 is no answer"),
        ("mood_low", "at_least", [4], "from 0 to 3"),
        ("gone", "at_least", [1], "does not ask this any more"),
    ],
)
def test_a_condition_that_can_never_hold_is_told(
    column: str, comparison: str, values: list[float], says: str
) -> None:
    fault = fault_of(COLUMNS.get(column), comparison, values)

    assert (says in fault) if says else not fault


@pytest.mark.parametrize(
    ("asked", "answers", "expected"),
    [
        (rule("stress", "at_least", 80), {"stress": 80}, True),
        (rule("stress", "at_least", 80), {"stress": 79}, False),
        (rule("stress", "at_most", 5), {"stress": 5}, True),
        (rule("stress", "at_most", 5), {"stress": 6}, False),
        (rule("company", "one_of", 2), {"company": 2}, True),
        (rule("company", "one_of", 2), {"company": 1}, False),
        (rule("events_2", "one_of", 1), {"events": [2]}, True),
        (rule("events_2", "one_of", 1), {"events": [1]}, False),
        (rule("mood_low", "at_least", 3), {"mood": {"low": 3}}, True),
        (rule("safe", "one_of", 0), {"safe": False}, True),
        (rule("safe", "one_of", 0), {"safe": True}, False),
        (rule("safe", "one_of", 0), {"safe": {"missing": "declined"}}, False),
        (rule("stress", "at_least", 80), {}, False),
        (rule("gone", "at_least", 0), {"stress": 1}, False),
    ],
)
def test_a_condition_holds_of_an_answer_that_was_given(
    asked: AlertRule, answers: dict[str, object], expected: bool
) -> None:
    assert holds(asked, DEFINITION, answers) is expected

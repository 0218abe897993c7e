"""Schemes whose prompts something else triggers: an event, or an answer."""

from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from esmpress.sampling.conditions import Condition
from esmpress.sampling.feasibility import check_feasible, cut_date
from esmpress.sampling.schemes import parse_scheme
from tests.sampling.builders import WARSAW, refusal_of, window


def on_event(**fields: Any) -> dict[str, Any]:
    return {"kind": "on_event", "days": 14, "response_window_minutes": 30} | fields


def follow_up(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "follow_up",
        "after": "moments",
        "condition": {"item": "drinks", "operator": ">=", "value": 1},
        "delay_minutes": {"from": 30, "to": 60},
        "response_window_minutes": 30,
    } | fields


@pytest.mark.parametrize("data", [on_event(), on_event(windows="participant"), follow_up()])
def test_nothing_is_planned(data: dict[str, Any]) -> None:
    scheme = parse_scheme(data)

    check_feasible(scheme)

    assert not scheme.asks_by_itself
    assert cut_date(scheme, date(2027, 1, 4), WARSAW) == []


@pytest.mark.parametrize(
    "data",
    [
        on_event(daily_limit=3, cool_down_minutes=15, windows=[window("08:00", "22:00")]),
        follow_up(daily_limit=2, reminders=[10], excluded_dates=["2027-12-24"]),
        follow_up(condition={"item": "mood", "operator": "in", "value": ["sad", "angry", 3]}),
    ],
)
def test_a_triggered_scheme_survives_being_stored_as_json(data: dict[str, Any]) -> None:
    scheme = parse_scheme(data)

    stored = scheme.model_dump(mode="json")

    assert parse_scheme(stored) == scheme
    assert data.items() <= stored.items()


@pytest.mark.parametrize(
    ("condition", "holds", "fails"),
    [
        (("==", 3), [3, 3.0, [1, 3]], [2, "3", None, True, [], [1]]),
        (("==", True), [True], [1, False, "true", None]),
        (("!=", "no"), ["yes", 3, ["yes", "maybe"]], ["no", None, [], ["yes", "no"]]),
        (("<", 3), [2, 2.5, -1], [3, 4, "2", None, True]),
        (("<=", 3), [3, 2], [4, None]),
        ((">", 3), [4, [1, 5]], [3, "4", None, []]),
        ((">=", 2.5), [3, 2.5], [2, None]),
        (("in", ["a", 1]), ["a", 1, ["b", "a"]], ["b", True, None, [], ["b"]]),
    ],
)
def test_a_condition_holds_for_the_answers_it_names_and_never_for_none(
    condition: tuple[str, Any], holds: list[Any], fails: list[Any]
) -> None:
    operator, value = condition

    checked = Condition.model_validate({"item": "x", "operator": operator, "value": value})

    assert [answer for answer in holds if not checked.holds(answer)] == []
    assert [answer for answer in fails if checked.holds(answer)] == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"reminders": [10]}, "reminders: there is no such field."),
        ({"daily_limit": 0}, "daily_limit: write at least 1 (not 0)."),
        ({"cool_down_minutes": -1}, "cool_down_minutes: write at least 0 (not -1)."),
        ({"days": None}, "days: write a whole number (not null)."),
    ],
)
def test_a_malformed_field_of_an_event_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(on_event(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"after": ""}, 'after: write a text that is not empty (not "").'),
        ({"after": 3}, "after: write a text (not 3)."),
        ({"days": 3}, "days: there is no such field."),
        ({"delay_minutes": 30}, "delay_minutes: write an object with named fields (not 30)."),
        ({"delay_minutes": {"from": 5}}, "delay_minutes, to: this field is missing."),
        (
            {"delay_minutes": {"from": 60, "to": 30}},
            "delay_minutes, to: 30 is less than from, 60.",
        ),
        (
            {"condition": {"item": "x", "operator": "like", "value": 1}},
            "condition, operator: write '==', '!=', '<', '<=', '>', '>=' or 'in' (not \"like\").",
        ),
        (
            {"condition": {"item": "x", "operator": "in", "value": 1}},
            "condition, value: write a list for in, and one value for the other operators.",
        ),
        (
            {"condition": {"item": "x", "operator": "==", "value": [1]}},
            "condition, value: write a list for in, and one value for the other operators.",
        ),
        (
            {"condition": {"item": "x", "operator": "<", "value": "3"}},
            "condition, value: write a number to compare with <.",
        ),
        (
            {"condition": {"item": "x", "operator": "in", "value": []}},
            "condition, value: list at least 1.",
        ),
        (
            {"condition": {"item": "x", "operator": "in", "value": ["a", {"b": 1}]}},
            "condition, value, entry 2: write a number, a text, true or false, or for in a list "
            "of them.",
        ),
        (
            {"condition": {"item": "x", "operator": "==", "value": float("inf")}},
            "condition, value: write a number (not Infinity).",
        ),
    ],
)
def test_a_malformed_field_of_a_follow_up_is_named(fields: dict[str, Any], expected: str) -> None:
    assert refusal_of(follow_up(**fields)) == expected


def test_a_condition_cannot_be_changed() -> None:
    condition = Condition.model_validate({"item": "x", "operator": "==", "value": 1})

    with pytest.raises(ValidationError):
        condition.item = "y"  # type: ignore[misc]

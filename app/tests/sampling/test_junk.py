"""Whatever stands in a file, reading it gives a design, or one sentence that names a field."""

import copy
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from esmpress.sampling.design import parse_design, read_design
from esmpress.sampling.feasibility import check_feasible
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.tables import InfeasibleDesign
from tests.sampling.builders import blocks_json, fixed_json, window

STUDY: dict[str, Any] = {
    "start_rule": "fixed_date",
    "start_date": "2027-03-01",
    "time_zone": "Europe/Warsaw",
    "arms": [{"name": "a", "weight": 2}],
    "phases": [{"name": "p", "days": 20, "arm": "a"}],
    "schedules": [
        {"name": "fixed", "id": 90, "phase": "p"} | fixed_json(days=20, jitter_minutes=5),
        {"name": "blocks"} | blocks_json(max_gap_minutes=300, block_margin_minutes=5),
        {"name": "listed"} | blocks_json(blocks=[{"from": "08:00", "to": "09:00"}], windows=None),
        {
            "name": "random",
            "kind": "random",
            "days": 365,
            "prompts_per_day": 4,
            "windows": [window("08:00", "20:00")],
            "weekdays": ["mon", "sat"],
            "excluded_dates": ["2027-03-07"],
            "min_gap_minutes": 30,
            "response_window_minutes": 20,
            "reminders": [10],
            "bursts": {
                "length_days": 4,
                "per_month": 2,
                "min_days_between": 7,
                "weekdays": 2,
                "weekend_days": 2,
            },
        },
        {
            "name": "interval",
            "kind": "interval",
            "days": 9,
            "every_minutes": 60,
            "random_offset": True,
            "windows": "participant",
            "response_window_minutes": 20,
            "bursts": {"length_days": 2, "every_days": 7},
        },
        {
            "name": "anchored",
            "kind": "anchored",
            "days": 9,
            "anchor": "bed",
            "offset_minutes": -180,
            "earliest": "19:00",
            "latest": "00:30",
            "response_window_minutes": 20,
        },
        {
            "name": "once",
            "kind": "once",
            "after_days": 3,
            "time": "10:00",
            "response_window_minutes": 20,
        },
        {
            "name": "event",
            "kind": "on_event",
            "days": 9,
            "daily_limit": 3,
            "cool_down_minutes": 30,
            "response_window_minutes": 20,
        },
        {
            "name": "later",
            "kind": "follow_up",
            "after": "event",
            "condition": {"item": "x", "operator": "in", "value": [1, "a"]},
            "delay_minutes": {"from": 10, "to": 20},
            "response_window_minutes": 20,
        },
    ],
}
JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.sampled_from([0, 1, -1, 128, 129, 10_000, 0.5, 1e308, float("nan"), float("inf")])
    | st.sampled_from(["", "25:00", "24:00", "mon", "monday", "participant", "2027-02-30", "a\nb"])
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


def places(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the path to each value inside a document."""
    steps = data.items() if isinstance(data, dict) else enumerate(data)
    found = []
    for step, value in steps:
        found.append((*path, step))
        if isinstance(value, dict | list):
            found += places(value, (*path, step))
    return found


def replaced(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    changed = copy.deepcopy(data)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return changed


def read(data: Any) -> str | None:
    """Return the sentence of refusal, or None if the design can be satisfied."""
    try:
        for placed in read_design(data).path("a"):
            check_feasible(placed.scheme)
    except (MalformedScheme, InfeasibleDesign) as error:
        return str(error)
    except ValueError as error:
        assert str(error) == "arm: the study has no arm “a”."
    return None


def test_the_study_itself_is_read() -> None:
    assert read(STUDY) is None


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(places(STUDY)), JUNK)
def test_junk_in_any_place_of_a_study_is_one_sentence(path: tuple[Any, ...], junk: Any) -> None:
    sentence = read(replaced(STUDY, path, junk))

    assert sentence is None or is_one_sentence(sentence)


@settings(deadline=None, max_examples=50)
@given(JUNK, st.text(max_size=6))
def test_junk_instead_of_a_study_or_beside_its_fields_is_one_sentence(junk: Any, name: str) -> None:
    for data in (junk, STUDY | {name: junk}, fixed_json() | {name: junk}, {"schedules": junk}):
        sentence = read(data)
        assert sentence is None or is_one_sentence(sentence)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(places(STUDY)))
def test_a_study_without_one_of_its_values_is_read_or_refused_in_one_sentence(
    path: tuple[Any, ...],
) -> None:
    changed = copy.deepcopy(STUDY)
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]

    sentence = read(changed)

    assert sentence is None or is_one_sentence(sentence)


def is_one_sentence(text: str) -> bool:
    """Return whether a text is a single line that names a field and ends with one full stop."""
    unquoted = re.sub(r'“[^”]*”|\(not .*\)|"(\\.|[^"\\])*"?…?', "", text, flags=re.DOTALL)
    return (
        text.endswith(".")
        and not text.endswith("..")
        and "\n" not in unquoted
        and ". " not in unquoted
        and bool(re.match(r'\w|“|"', text))
    )


@pytest.mark.parametrize("name", ["{", "{}", "{x}", "{reason}", "{field}"])
def test_braces_in_a_name_are_quoted_as_they_are(name: str) -> None:
    schedule = fixed_json(name="a", phase=name)

    with pytest.raises(MalformedScheme) as caught:
        parse_design({"schedules": [schedule]})

    assert f"“{name}”" in str(caught.value) or f'"{name}"' in str(caught.value)

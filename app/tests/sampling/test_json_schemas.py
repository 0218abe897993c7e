"""The published JSON Schemas and the parser agree."""

import copy
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from esmpress.sampling.design import read_design
from esmpress.sampling.json_schemas import schemas
from esmpress.sampling.schemes import MalformedScheme
from tests.sampling.examples import EXAMPLES, PROMPTS

VALIDATORS = {name: Draft202012Validator(schema) for name, schema in schemas().items()}
KINDS = {
    "fixed",
    "random",
    "random_in_blocks",
    "interval",
    "anchored",
    "once",
    "on_event",
    "follow_up",
}
JUNK = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-3, 20_000),
    st.floats(allow_nan=False),
    st.sampled_from(["", "25:00", "8:00", "mon", "participant", "monday", "2027-02-30", "<"]),
    st.just([]),
    st.just({}),
)


def is_valid(data: Any) -> bool:
    is_study = isinstance(data, dict) and "schedules" in data
    name = "study.schema.json" if is_study else "scheme.schema.json"
    return bool(VALIDATORS[name].is_valid(data))


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Each object or list inside a value with each of its keys."""
    keys = value.items() if isinstance(value, dict) else enumerate(value)
    for key, part in list(keys):
        yield value, key
        if isinstance(part, dict | list):
            yield from places(part)


@pytest.mark.parametrize("name", VALIDATORS)
def test_a_schema_keeps_to_its_draft(name: str) -> None:
    schema = schemas()[name]

    Draft202012Validator.check_schema(schema)

    assert schema["$id"] == name
    assert schema["title"]


@pytest.mark.parametrize("name", VALIDATORS)
def test_every_field_is_described_except_the_kind(name: str) -> None:
    schema = schemas()[name]
    objects = [schema, *schema["$defs"].values()]

    undescribed = {
        field
        for part in objects
        for field, value in part.get("properties", {}).items()
        if "description" not in value
    }

    assert undescribed == {"kind"}


def test_there_is_an_example_of_every_kind() -> None:
    kinds = {entry["kind"] for data in EXAMPLES.values() for entry in data.get("schedules", [data])}

    assert kinds == KINDS
    assert set(EXAMPLES) == set(PROMPTS)


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_passes_both_schema_and_parser(name: str) -> None:
    assert is_valid(EXAMPLES[name])
    assert read_design(EXAMPLES[name]).schedules


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "sometimes"),
        ("days", 0),
        ("days", "14"),
        ("days", 14.5),
        ("days", True),
        ("prompts_per_day", 129),
        ("prompts_per_day", None),
        ("min_gap_minutes", -1),
        ("max_gap_minutes", 0),
        ("windows", "everybody"),
        ("windows", []),
        ("windows", [{"weekdays": ["monday"], "from": "08:00", "to": "22:00"}]),
        ("windows", [{"weekdays": ["mon"], "from": "8:00", "to": "22:00"}]),
        ("windows", [{"weekdays": ["mon"], "from": "24:00", "to": "22:00"}]),
        ("windows", [{"weekdays": ["mon"], "from": "08:00", "to": "25:00"}]),
        ("windows", [{"weekdays": ["mon"], "from": "08:00"}]),
        ("weekdays", []),
        ("reminders", [0]),
        ("reminders", 10),
        ("response_window_minutes", 10_081),
        ("finish_within_minutes", 0),
        ("bursts", {"length_days": 4}),
        ("bursts", {"length_days": 4, "every_days": 14, "per_month": 2}),
        ("colour", "red"),
    ],
)
def test_what_the_schema_refuses_the_parser_refuses(field: str, value: object) -> None:
    data = EXAMPLES["das-friebel.json"] | {field: value}

    assert not is_valid(data)
    with pytest.raises(MalformedScheme):
        read_design(data)


@pytest.mark.parametrize("field", ["kind", "days", "prompts_per_day", "response_window_minutes"])
def test_a_missing_field_is_refused_by_both(field: str) -> None:
    data = {name: value for name, value in EXAMPLES["das-friebel.json"].items() if name != field}

    assert not is_valid(data)
    with pytest.raises(MalformedScheme):
        read_design(data)


@given(st.data())
def test_no_change_to_an_example_passes_the_parser_but_not_the_schema(data: st.DataObject) -> None:
    changed = copy.deepcopy(EXAMPLES[data.draw(st.sampled_from(sorted(EXAMPLES)))])
    whole, key = data.draw(st.sampled_from(list(places(changed))))
    if isinstance(whole, dict) and data.draw(st.booleans()):
        whole[data.draw(st.sampled_from(["from", "id", "phase", "blocks", "x"]))] = data.draw(JUNK)
    else:
        whole[key] = data.draw(JUNK)

    try:
        read_design(changed)
    except MalformedScheme:
        return

    assert is_valid(changed)

import json
from datetime import date
from typing import Any

import pytest

from esmpress.sampling.design import parse_design, read_design
from esmpress.sampling.malformed import MalformedScheme
from esmpress.sampling.schemes import parse_scheme
from tests.sampling.builders import blocks_json, fixed_json


def schedule(name: str, **fields: Any) -> dict[str, Any]:
    return {"name": name} | fixed_json(days=5) | fields


def follow_up(name: str, after: str, **fields: Any) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "follow_up",
        "after": after,
        "delay_minutes": {"from": 15, "to": 15},
        "response_window_minutes": 30,
    } | fields


def design(*schedules: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"schedules": list(schedules) or [schedule("moments")]} | fields


def sentence(data: object) -> str:
    with pytest.raises(MalformedScheme) as caught:
        parse_design(data)
    return str(caught.value)


ARMS_AND_PHASES = {
    "arms": [{"name": "app"}, {"name": "waiting", "weight": 2}],
    "phases": [
        {"name": "baseline", "days": 7},
        {"name": "training", "days": 14, "arm": "app"},
        {"name": "wait", "days": 28, "arm": "waiting"},
        {"name": "exit", "days": 5},
    ],
}


def test_phases_follow_each_other_along_the_path_of_each_arm() -> None:
    study = parse_design(
        design(
            schedule("all along", days=54),
            schedule("first", phase="baseline"),
            schedule("app only", phase="training"),
            schedule("last", phase="exit"),
            **ARMS_AND_PHASES,
        )
    )

    paths = {arm: study.path(arm) for arm in ("app", "waiting", None)}

    stretches = {
        arm: {placed.schedule: (placed.first_day, placed.last_day) for placed in path}
        for arm, path in paths.items()
    }
    assert stretches == {
        "app": {1: (1, None), 2: (1, 7), 3: (8, 21), 4: (22, 26)},
        "waiting": {1: (1, None), 2: (1, 7), 4: (36, 40)},
        None: {1: (1, None), 2: (1, 7), 4: (8, 12)},
    }


def test_a_placed_schedule_knows_its_days_and_its_first_date() -> None:
    study = parse_design(design(schedule("exit", phase="exit"), **ARMS_AND_PHASES))

    (placed,) = study.path("app")

    assert [day for day in range(40) if placed.covers(day)] == [22, 23, 24, 25, 26]
    assert placed.first_date(date(2027, 3, 1)) == date(2027, 3, 22)
    assert placed.scheme == parse_scheme(fixed_json(days=5))


def test_a_follow_up_begins_with_the_schedule_it_follows_and_has_no_end() -> None:
    study = parse_design(
        design(
            schedule("moments", phase="training"),
            follow_up("later", "moments"),
            follow_up("much later", "later"),
            follow_up("last", "much later"),
            **ARMS_AND_PHASES,
        )
    )

    app, waiting = study.path("app"), study.path("waiting")

    assert [(p.name, p.first_day, p.last_day) for p in app] == [
        ("moments", 8, 21),
        ("later", 8, None),
        ("much later", 8, None),
        ("last", 8, None),
    ]
    assert waiting == ()


def test_schedules_are_numbered_by_their_place_or_their_id() -> None:
    study = parse_design(design(schedule("a"), schedule("b", id=70), schedule("c")))

    assert [(p.schedule, p.name) for p in study.path()] == [(1, "a"), (70, "b"), (3, "c")]


def test_an_unknown_arm_has_no_path() -> None:
    with pytest.raises(ValueError, match="the study has no arm “other”"):
        parse_design(design(**ARMS_AND_PHASES)).path("other")


def test_a_file_may_hold_a_scheme_alone() -> None:
    scheme = blocks_json(days=3, bursts={"length_days": 1, "every_days": 1})

    (placed,) = read_design(scheme).path()

    assert placed.scheme == parse_scheme(scheme)
    assert (placed.schedule, placed.name) == (1, "prompts")


def test_a_design_survives_being_written_as_json() -> None:
    study = parse_design(
        design(
            schedule("moments", questionnaire="mood", phase="training"),
            follow_up("later", "moments", excluded_dates=["2027-12-24"]),
            **ARMS_AND_PHASES,
            start_rule="fixed_date",
            start_date="2027-03-01",
            time_zone="Europe/Warsaw",
        )
    )

    written = json.loads(study.model_dump_json())

    assert parse_design(written) == study
    assert parse_design(written).digest() == study.digest()


def test_the_digest_depends_on_what_is_said_and_not_on_how() -> None:
    brief = design(schedule("moments"))
    wordy = {
        "start_rule": "next_day",
        "schedules": [dict(reversed(schedule("moments", reminders=[], weekdays=None).items()))],
    }

    digest = parse_design(brief).digest()

    assert len(digest) == 64
    assert parse_design(wordy).digest() == digest
    assert parse_design(design(schedule("moments", days=6))).digest() != digest
    assert parse_design(design(schedule("moments"), start_rule="same_day")).digest() != digest


def test_the_digest_is_the_sha_256_of_the_canonical_json() -> None:
    study = parse_design(design(schedule("a", days=1, times=["09:00"])))

    # printf '{"schedules":[{"days":1,"kind":"fixed","name":"a","response_window_minutes":20,
    # "times":["09:00"]}]}' | sha256sum, in one line.
    assert study.digest() == ("b12e5a026f7441fe83bb86d7fc604060758ab6037f12fa814c0e43523f5a49b7")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"start_rule": "tomorrow"}, "start_rule: write 'next_day', 'same_day', 'next_monday' or"),
        ({"start_rule": "fixed_date"}, "start_date: the start rule fixed_date needs a date."),
        ({"start_date": "2027-03-01"}, "start_date: only the start rule fixed_date has one."),
        ({"start_date": "2027-02-29"}, "start_date: write a date that exists as YYYY-MM-DD"),
        ({"start_date": 1}, "start_date: write a date that exists as YYYY-MM-DD (not 1)."),
        ({"time_zone": "Europe/Warschau"}, "time_zone: there is no such time zone; write one like"),
        ({"time_zone": ""}, "time_zone: there is no such time zone; write one like"),
        ({"time_zone": 3}, "time_zone: write a text (not 3)."),
        (
            {"arms": [{"name": "a", "weight": 0}]},
            "arms, entry 1, weight: write at least 1 (not 0).",
        ),
        ({"arms": [{"name": "a"}, {"name": "a"}]}, "arms: two are called “a”."),
        ({"phases": [{"name": "a"}]}, "phases, entry 1, days: this field is missing."),
        (
            {"phases": [{"name": "a", "days": 1, "arm": "b"}]},
            "phases: “a” is for “b”, which is no arm.",
        ),
        ({"schedules": []}, "schedules: list at least 1."),
        ({"schedules": {}}, "schedules: write a list."),
        (
            {"schedules": [3]},
            "schedules, entry 1, kind: write an object with named fields (not 3).",
        ),
        ({"schedules": [schedule("")]}, "schedules, entry 1, name: write a text that is not empty"),
        ({"schedules": [fixed_json()]}, "schedules, entry 1, name: this field is missing."),
        ({"schedules": [schedule("a", kind="x")]}, "schedule “a”, kind: write fixed, random,"),
        ({"schedules": [{"name": "a"}]}, "schedule “a”, kind: this field is missing."),
        ({"schedules": [schedule("a", id=0)]}, "schedule “a”, id: write at least 1 (not 0)."),
        (
            {"schedules": [schedule("evening", times=["09:00", "25:00"])]},
            "schedule “evening”, times, entry 2: write a time of day as HH:MM, from 00:00 to "
            '23:59 (not "25:00").',
        ),
        (
            {"schedules": [schedule("a\n b", days=0)]},
            "schedule “a b”, days: write at least 1 (not 0).",
        ),
        ({"schedules": [schedule("a"), schedule("a")]}, "schedules: two are called “a”."),
        (
            {"schedules": [schedule("a", id=2), schedule("b")]},
            "schedule “b”, id: 2 is that of “a”.",
        ),
        ({"schedules": [schedule("a", phase="x")]}, "schedule “a”, phase: there is no phase “x”."),
        (
            {"schedules": [schedule("a", phase="p")], "phases": [{"name": "p", "days": 4}]},
            "schedule “a”, days: 5 is too many, the phase “p” has 4 days.",
        ),
        (
            {
                "schedules": [
                    {
                        "name": "exit",
                        "kind": "once",
                        "after_days": 4,
                        "time": "10:00",
                        "phase": "p",
                        "response_window_minutes": 60,
                    }
                ],
                "phases": [{"name": "p", "days": 4}],
            },
            "schedule “exit”, after_days: 4 is too many, the phase “p” has 4 days.",
        ),
        (
            {"schedules": [follow_up("a", "b")]},
            "schedule “a”, after: there is no schedule “b”.",
        ),
        (
            {"schedules": [follow_up("a", "a")]},
            "schedule “a”, after: follow-ups in a circle are never triggered.",
        ),
        (
            {"schedules": [follow_up("a", "b"), follow_up("b", "c"), follow_up("c", "b")]},
            "schedule “a”, after: follow-ups in a circle are never triggered.",
        ),
        ({"seed": 7}, "seed: there is no such field."),
    ],
)
def test_a_malformed_design_is_refused_with_the_schedule_and_its_field(
    fields: dict[str, Any], expected: str
) -> None:
    said = sentence(design() | fields)

    assert said.startswith(expected)
    assert said.endswith(".")


@pytest.mark.parametrize("data", [None, 3, "x", [], [fixed_json()]])
def test_what_is_no_object_is_refused_as_a_design_and_as_a_file(data: object) -> None:
    assert sentence(data).startswith("schedules: write an object with named fields")

    with pytest.raises(MalformedScheme, match="kind: write an object with named fields"):
        read_design(data)


def test_the_exception_names_the_field_of_the_schedule() -> None:
    with pytest.raises(MalformedScheme) as caught:
        parse_design(design(schedule("a", response_window_minutes=0)))

    assert caught.value.field == "response_window_minutes"

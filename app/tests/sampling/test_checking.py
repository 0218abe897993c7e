"""A whole design is refused before launch, or warned about, with the field to change."""

from __future__ import annotations

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from esmpress.sampling.checking import clock_change_failures, clock_changes, infeasibilities
from esmpress.sampling.design import parse_design
from esmpress.sampling.wake_times import WakeTimes
from esmpress.sampling.wall_times import Span
from tests.sampling.builders import WARSAW, window

MOMENTS: dict[str, Any] = {
    "name": "moments",
    "kind": "random",
    "days": 14,
    "prompts_per_day": 6,
    "min_gap_minutes": 60,
    "windows": [window("09:00", "21:00")],
    "response_window_minutes": 20,
}
EVENING: dict[str, Any] = {
    "name": "evening",
    "kind": "fixed",
    "days": 14,
    "times": ["21:30"],
    "response_window_minutes": 60,
}


def problems(*schedules: dict[str, Any], wake: WakeTimes | None = None, **fields: Any) -> list[str]:
    return infeasibilities(parse_design({"schedules": list(schedules), **fields}), wake)


def awake(start: str, end: str) -> WakeTimes:
    return WakeTimes.every_day(Span.model_validate({"from": start, "to": end}))


def test_a_design_that_can_be_kept_has_no_problem() -> None:
    assert problems(MOMENTS, EVENING) == []


def test_a_schedule_that_cannot_be_kept_alone_is_named() -> None:
    (sentence,) = problems(MOMENTS | {"min_gap_minutes": 150}, EVENING | {"times": ["23:59"]})

    assert sentence.startswith("Schedule “moments”: ")
    assert "min_gap_minutes" in sentence


def test_a_block_another_schedule_leaves_no_minute_of_is_named() -> None:
    blocks = {"kind": "random_in_blocks", "blocks": [{"from": "20:45", "to": "21:00"}]}
    tight = {k: v for k, v in MOMENTS.items() if k != "prompts_per_day"} | blocks

    (sentence,) = problems(tight, EVENING)

    assert sentence.startswith("Schedule “moments”: ")
    assert "min_gap_minutes" in sentence


def test_fixed_times_of_two_schedules_within_the_gap_are_named() -> None:
    noon = EVENING | {"name": "noon", "times": ["21:10"], "min_gap_minutes": 45}

    (sentence,) = problems(EVENING, noon)

    assert "“noon” and “evening” ask 20 minutes apart" in sentence
    assert "min_gap_minutes, 45" in sentence


def test_fixed_times_that_meet_over_midnight_are_named() -> None:
    night = EVENING | {"times": ["00:10", "23:50"], "min_gap_minutes": 45}

    (sentence,) = problems(night)

    assert "20 minutes apart" in sentence


def test_schedules_of_different_phases_do_not_meet() -> None:
    phases = [{"name": "first", "days": 14}, {"name": "second", "days": 14}]
    noon = EVENING | {"name": "noon", "times": ["21:10"], "min_gap_minutes": 45}

    found = problems(EVENING | {"phase": "first"}, noon | {"phase": "second"}, phases=phases)

    assert found == []


def test_schedules_meet_where_one_phase_ends_and_the_next_begins() -> None:
    phases = [{"name": "first", "days": 14}, {"name": "second", "days": 14}]
    late = EVENING | {"phase": "first", "times": ["23:50"], "min_gap_minutes": 45}
    early = EVENING | {"name": "early", "phase": "second", "times": ["00:10"]}

    (sentence,) = problems(late, early, phases=phases)

    assert "“evening” and “early” ask 20 minutes apart" in sentence


def test_schedules_meet_at_the_end_of_a_long_phase() -> None:
    phases = [{"name": "first", "days": 60}, {"name": "second", "days": 14}]
    late = EVENING | {"phase": "first", "days": 60, "times": ["23:50"], "min_gap_minutes": 45}
    early = EVENING | {"name": "early", "phase": "second", "times": ["00:10"]}

    (sentence,) = problems(late, early, phases=phases)

    assert "“evening” and “early” ask 20 minutes apart" in sentence


def test_schedules_meet_only_if_the_study_begins_on_the_right_weekday() -> None:
    phases = [{"name": "first", "days": 3}, {"name": "second", "days": 14}]
    late = EVENING | {"phase": "first", "days": 3, "times": ["23:50"], "weekdays": ["sat"]}
    early = EVENING | {"name": "early", "phase": "second", "times": ["00:10"], "days": 1}

    (sentence,) = problems(late, early | {"min_gap_minutes": 45}, phases=phases)

    assert "“evening” and “early” ask 20 minutes apart" in sentence


def test_fixed_times_just_the_gap_apart_are_fine() -> None:
    noon = EVENING | {"name": "noon", "times": ["20:45"], "min_gap_minutes": 45}

    assert problems(EVENING, noon) == []


def test_a_design_of_an_arm_is_looked_at_too() -> None:
    arms = [{"name": "a"}, {"name": "b"}]
    phases = [{"name": "of a", "days": 14, "arm": "a"}, {"name": "of b", "days": 14, "arm": "b"}]
    noon = EVENING | {"name": "noon", "times": ["21:10"], "min_gap_minutes": 45}

    found = problems(
        EVENING | {"phase": "of a"},
        noon | {"phase": "of b"},
        EVENING | {"name": "also of b", "phase": "of b"},
        arms=arms,
        phases=phases,
    )

    assert len(found) == 1
    assert "“noon” and “also of b”" in found[0]


def test_own_windows_are_looked_at_when_they_are_known() -> None:
    own = MOMENTS | {"windows": "participant", "min_gap_minutes": 90, "prompts_per_day": 9}

    unknown, fits, tight = (
        problems(own),
        problems(own, wake=awake("08:00", "20:01")),
        problems(own, wake=awake("08:00", "20:00")),
    )

    assert unknown == fits == []
    assert "min_gap_minutes" in tight[0]


def test_clock_changes_of_a_year_are_found() -> None:
    first, last = date(2027, 1, 1), date(2027, 12, 31)

    assert clock_changes(WARSAW, first=first, last=last) == [date(2027, 3, 28), date(2027, 10, 31)]
    assert clock_changes(ZoneInfo("Asia/Kolkata"), first=first, last=last) == []


def test_clock_changes_around_ramadan_are_found() -> None:
    found = clock_changes(
        ZoneInfo("Africa/Casablanca"), first=date(2026, 1, 1), last=date(2026, 6, 30)
    )

    assert found == [date(2026, 2, 15), date(2026, 3, 22)]


def test_a_day_that_only_the_clock_change_takes_the_room_of_is_warned_about() -> None:
    night = MOMENTS | {"windows": [window("01:00", "04:00")], "prompts_per_day": 3}
    design = parse_design({"schedules": [night | {"min_gap_minutes": 70}]})

    found = clock_change_failures(design, WARSAW, today=date(2027, 1, 1))

    assert len(found) == 1
    assert found[0].startswith("On the clock change of 2027-03-28 prompts will be missing: ")
    assert "min_gap_minutes" in found[0]

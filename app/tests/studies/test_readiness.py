from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from esmpress.participants.enrolment import enrol_lines
from esmpress.studies.design import design_of
from esmpress.studies.launching import missing_for_launch
from esmpress.studies.models import Study
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db

FOLLOW_UP = {
    "kind": "follow_up",
    "after": "moments",
    "delay_minutes": {"from": 5, "to": 10},
    "response_window_minutes": 20,
}
ANCHORED = {
    "kind": "anchored",
    "days": 7,
    "anchor": "bed",
    "offset_minutes": -180,
    "response_window_minutes": 60,
}
CROWDED = {
    "kind": "random",
    "days": 7,
    "prompts_per_day": 9,
    "min_gap_minutes": 90,
    "windows": "participant",
    "response_window_minutes": 20,
}
WAKE = {day: {"from": "07:30", "to": "23:00"} for day in ("mon", "tue", "wed", "thu", "fri")}


def missing(**study: Any) -> list[str]:
    return missing_for_launch(make_study(launched_at=None, **study))


def test_a_study_with_arms_phases_and_a_follow_up_is_ready() -> None:
    reasons = missing(
        arms={"a": 1, "b": 2},
        phases=({"name": "one", "days": 7}, {"name": "two", "days": 7, "arm": "b"}),
        schedules={
            "moments": FIXED | {"phase": "one"},
            "after": FOLLOW_UP,
            "extra": FIXED | {"phase": "two"},
        },
        strata=["clinic", "home"],
    )

    assert reasons == []


@pytest.mark.parametrize(
    ("study", "said"),
    [
        ({"schedules": {"moments": FIXED, "x": FOLLOW_UP | {"after": "evening"}}}, "after"),
        (
            {"phases": ({"name": "p", "days": 5},), "schedules": {"m": FIXED | {"phase": "p"}}},
            "days: 7 is too many",
        ),
        (
            {
                "arms": {"a": 1, "b": 1},
                "phases": ({"name": "p", "days": 7, "arm": "a"},),
                "schedules": {"m": FIXED | {"phase": "p"}},
            },
            "Nobody in the arm “b” is ever asked",
        ),
        ({"strata": ["clinic"]}, "strata: they balance arms, and the study has none"),
    ],
)
def test_what_does_not_fit_together_is_named(study: dict[str, Any], said: str) -> None:
    (reason,) = missing(**study)

    assert said in reason


def test_a_schedule_by_own_hours_needs_those_of_everybody() -> None:
    study = make_study(launched_at=None, scheme=ANCHORED)
    make_participant(study, wake_times=WAKE)
    before = missing_for_launch(study)
    for _ in range(5):
        make_participant(study)

    (reason,) = missing_for_launch(study)

    assert before == []
    assert reason == (
        "wake_times: “moments” follows the participants' own hours, and those of "
        "P0002, P0003, P0004 and 2 more are unknown."
    )


def test_own_hours_that_cannot_hold_the_prompts_are_named() -> None:
    study = make_study(launched_at=None, scheme=CROWDED)
    short = {day: {"from": "09:00", "to": "17:00"} for day in WAKE}
    make_participant(study, wake_times=short)

    (reason,) = missing_for_launch(study)

    assert reason.startswith("wake_times: “moments” does not fit the hours of P0001:")
    assert "min_gap_minutes" in reason


def test_nobody_joins_a_running_study_by_own_hours_without_hours_that_fit() -> None:
    study = make_study(scheme=CROWDED)
    short = {day: {"from": "09:00", "to": "17:00"} for day in WAKE}

    with pytest.raises(ValidationError, match=r"wake_times: “moments” follows .* own hours"):
        make_participant(study)
    with pytest.raises(ValidationError, match=r"wake_times: “moments” does not fit these hours"):
        make_participant(study, wake_times=short)

    assert not study.participants.exists()
    assert make_participant(study, wake_times=WAKE).number == 1


def test_pasted_lines_cannot_say_the_hours_a_running_study_follows(now: datetime) -> None:
    study = make_study(scheme=ANCHORED)

    result = enrol_lines(study, "ola@example.org", now=now)

    assert not result.enrolled
    assert result.refused[0].reason.startswith("wake_times: “moments” follows")


def test_a_participant_of_no_stratum_is_named() -> None:
    study = make_study(launched_at=None, arms={"a": 1, "b": 1})
    make_participant(study)
    study.strata = ["clinic", "home"]
    study.save()

    assert missing_for_launch(study) == [
        "stratum: P0001 are in none of the study's strata (clinic, home)."
    ]


def test_wake_times_that_make_no_sense_are_refused_at_enrolment() -> None:
    with pytest.raises(ValidationError, match=r"wake_times, mon"):
        make_participant(wake_times={"mon": {"from": "25:00", "to": "07:00"}})


def test_the_design_of_a_study_says_what_its_rows_say(now: datetime) -> None:
    study = make_study(
        arms={"a": 1, "b": 2},
        phases=({"name": "one", "days": 7}, {"name": "two", "days": 7, "arm": "b"}),
        schedules={"moments": FIXED | {"phase": "one"}, "extra": FIXED | {"phase": "two"}},
    )

    design = design_of(study)

    moments, extra = study.schedules.order_by("pk")
    assert [
        (placed.schedule, placed.first_day, placed.last_day) for placed in design.path("b")
    ] == [
        (moments.pk, 1, 7),
        (extra.pk, 8, 14),
    ]
    assert [placed.schedule for placed in design.path("a")] == [moments.pk]
    assert design.digest() == design_of(study).digest()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"start_rule": "fixed_date"}, "start_date: this first day needs a date"),
        ({"start_date": date(2027, 2, 1)}, "start_date: this first day has no date"),
        ({"strata": ["two words"]}, "strata: “two words”"),
        ({"strata": ["pl"]}, "strata: “pl”"),
        ({"strata": ["Clinic", "clinic"]}, "strata: “clinic”"),
        ({"strata": ["utc"]}, "strata: “utc”"),
    ],
)
def test_fields_that_contradict_each_other_are_refused(fields: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Study(**fields).clean()


def test_the_database_refuses_a_start_date_without_its_rule() -> None:
    with pytest.raises(IntegrityError, match="study_start_date_goes_with_its_rule"):
        make_study(start_date=date(2027, 2, 1))

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction

from esmpress.participants.enrolment import mark_withdrawn
from esmpress.studies.launching import launch
from esmpress.studies.models import Schedule, ScheduleVersion
from esmpress.studies.versions import NoVersion, add_version, scheme_on, version_on
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db

LATER = FIXED | {"times": ["11:00", "17:00"]}
ANCHORED = {
    "kind": "anchored",
    "days": 7,
    "anchor": "bed",
    "offset_minutes": -180,
    "response_window_minutes": 60,
}
WAKE = {"mon": {"from": "07:30", "to": "23:00"}}
ON_EVENT = {"kind": "on_event", "days": 7, "response_window_minutes": 30}


def add(
    schedule: Schedule, scheme: dict[str, Any] = LATER, *, apply_from: date, now: datetime
) -> ScheduleVersion:
    return add_version(schedule, scheme, apply_from=apply_from, now=now, researcher=None)


def test_launch_makes_version_1_of_each_schedule(now: datetime) -> None:
    study = make_study(launched_at=None, schedules={"moments": FIXED, "evening": LATER})

    launch(study, now=now)

    versions = ScheduleVersion.objects.order_by("schedule")
    assert [(one.number, one.scheme, one.apply_from) for one in versions] == [
        (1, FIXED, None),
        (1, LATER, None),
    ]


def test_a_version_applies_from_its_date_on_and_the_newest_of_several(now: datetime) -> None:
    schedule = make_study().schedules.get()
    add(schedule, apply_from=date(2027, 1, 20), now=now)
    add(schedule, FIXED | {"times": ["12:00"]}, apply_from=date(2027, 1, 15), now=now)
    versions = list(schedule.versions.all())

    numbers = [version_on(versions, date(2027, 1, day)).number for day in (11, 14, 15, 20, 30)]

    assert numbers == [1, 1, 3, 3, 3]
    assert scheme_on(versions, date(2027, 1, 11)).kind == "fixed"


def test_a_new_version_is_the_schedules_newest_scheme(now: datetime) -> None:
    schedule = make_study().schedules.get()

    version = add(schedule, apply_from=date(2027, 1, 12), now=now)

    schedule.refresh_from_db()
    assert (version.number, version.confirmed_at) == (2, now)
    assert schedule.scheme == LATER


@pytest.mark.parametrize("day", [1, 10, 11])
def test_a_date_that_has_begun_is_refused_by_the_name_of_the_field(day: int, now: datetime) -> None:
    schedule = make_study().schedules.get()

    with pytest.raises(ValidationError, match=r"apply_from: .* write a date after 2027-01-11"):
        add(schedule, apply_from=date(2027, 1, day), now=now)

    schedule.refresh_from_db()
    assert (schedule.versions.count(), schedule.scheme) == (1, FIXED)


def test_a_date_that_has_begun_in_one_participants_zone_is_refused() -> None:
    study = make_study()
    make_participant(study, time_zone="Pacific/Auckland")
    now = datetime(2027, 1, 11, 12, 0, tzinfo=UTC)  # the 12th, 01:00 there

    with pytest.raises(ValidationError, match="write a date after 2027-01-12"):
        add(study.schedules.get(), apply_from=date(2027, 1, 12), now=now)


@pytest.mark.parametrize(
    ("scheme", "sentence"),
    [
        (FIXED | {"times": ["25:00"]}, "times, entry 1"),
        (FIXED | {"min_gap_minutes": 500}, "min_gap_minutes"),
        (FIXED | {"days": 9}, "days: 9 is too many"),
        (ON_EVENT, "kind: a schedule of the kind fixed cannot become on_event"),
    ],
)
def test_what_cannot_be_planned_is_refused_with_its_field(
    scheme: dict[str, Any], sentence: str, now: datetime
) -> None:
    study = make_study(
        phases=[{"name": "week", "days": 7}], schedules={"moments": FIXED | {"phase": "week"}}
    )

    with pytest.raises(ValidationError, match=sentence):
        add(study.schedules.get(), scheme, apply_from=date(2027, 1, 15), now=now)


def test_a_version_by_own_hours_needs_those_of_everybody(now: datetime) -> None:
    study = make_study()
    make_participant(study, wake_times=WAKE)
    make_participant(study)
    mark_withdrawn(make_participant(study), now=now)

    with pytest.raises(ValidationError, match=r"wake_times: .* those of P0002 are unknown"):
        add(study.schedules.get(), ANCHORED, apply_from=date(2027, 1, 15), now=now)

    assert study.schedules.get().versions.count() == 1


def test_a_version_has_to_fit_the_hours_of_everybody(now: datetime) -> None:
    study = make_study()
    for _ in range(2):
        make_participant(study, wake_times=WAKE)
    crowded = FIXED | {"windows": "participant", "kind": "random", "prompts_per_day": 99}
    del crowded["times"]

    with pytest.raises(ValidationError, match=r"wake_times: .* the hours of P0001, P0002: "):
        add(
            study.schedules.get(),
            crowded | {"min_gap_minutes": 60},
            apply_from=date(2027, 1, 15),
            now=now,
        )


def test_a_version_by_known_hours_is_added(now: datetime) -> None:
    study = make_participant(wake_times=WAKE).study

    version = add(study.schedules.get(), ANCHORED, apply_from=date(2027, 1, 15), now=now)

    assert version.parsed_scheme().kind == "anchored"


def test_one_asking_kind_can_become_another(now: datetime) -> None:
    schedule = make_study().schedules.get()
    interval = {"kind": "interval", "days": 7, "every_minutes": 120, "response_window_minutes": 30}

    version = add(schedule, interval, apply_from=date(2027, 1, 15), now=now)

    assert version.parsed_scheme().kind == "interval"


def test_a_drafts_schedule_has_no_versions_to_add_to(now: datetime) -> None:
    schedule = make_study(launched_at=None).schedules.get()

    with pytest.raises(NoVersion, match="draft"):
        add(schedule, apply_from=date(2027, 1, 15), now=now)


def test_the_database_refuses_any_change_of_a_version() -> None:
    make_study()

    with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
        ScheduleVersion.objects.update(scheme=LATER)

    assert ScheduleVersion.objects.get().scheme == FIXED

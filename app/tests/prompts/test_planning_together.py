"""Planning many participants, and schedules that have to be drawn with each other."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies, plan_study
from esmpress.sampling.day import plan_dates
from esmpress.sampling.person import Person
from esmpress.studies.design import design_of
from esmpress.studies.models import Study
from tests.factories import EVERY_DAY, FIXED, RANDOM, make_participant, make_study

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
WHOLE_DAY = [{"weekdays": EVERY_DAY, "from": "08:00", "to": "02:00"}]
# Each comes close to the other, and to its own next day.
COUPLED: dict[str, dict[str, Any]] = {
    "moments": RANDOM | {"windows": WHOLE_DAY, "blocks": 4, "min_gap_minutes": 90},
    "extra": {
        "kind": "random",
        "days": 7,
        "prompts_per_day": 1,
        "windows": [{"weekdays": EVERY_DAY, "from": "23:00", "to": "10:00"}],
        "min_gap_minutes": 60,
        "response_window_minutes": 30,
    },
    "evening": FIXED | {"times": ["21:00"], "reminders": []},
}


def rows_of(study: Study) -> list[tuple[Any, ...]]:
    prompts = Prompt.objects.filter(participant__study=study)
    return sorted(
        prompts.values_list(
            "participant__number", "schedule", "study_day", "beep", "scheduled_at", "open_until"
        )
    )


def replayed(study: Study) -> list[tuple[Any, ...]]:
    """What the engine draws for a week of each participant, without any table."""
    path = design_of(study).path(None)
    return sorted(
        (participant.number, schedule, day.study_day, one.beep, one.scheduled_at, one.open_until)
        for participant in study.participants.all()
        for day in plan_dates(
            path,
            start_date=date(2027, 1, 11),
            first=date(2027, 1, 11),
            last=date(2027, 1, 17),
            person=Person(participant.number, ZoneInfo(participant.time_zone)),
            seed=study.seed_bytes,
        )
        for schedule, prompts in day.prompts.items()
        for one in prompts
    )


@pytest.mark.parametrize("schedules", [COUPLED, {"moments": RANDOM, "evening": FIXED}])
@pytest.mark.parametrize("hours", [7, 24, 200])
def test_the_table_holds_what_the_engine_draws_however_often_it_is_planned(
    schedules: dict[str, dict[str, Any]], hours: int
) -> None:
    study = make_study(schedules=schedules)
    for time_zone in ("Europe/Warsaw", "Pacific/Auckland", "America/New_York"):
        make_participant(study, time_zone=time_zone)

    for passed in range(0, 201, hours):
        plan_study(study, now=datetime(2027, 1, 10, 12, 0, tzinfo=UTC) + passed * DAY / 24)

    assert rows_of(study) == replayed(study)
    assert len(rows_of(study)) == 3 * 7 * 6  # participants, days, prompts a day


def test_coupled_schedules_keep_their_distance_across_midnight(now: datetime) -> None:
    study = make_study(schedules=COUPLED)
    for _ in range(5):
        make_participant(study)

    for day in range(8):
        plan_study(study, now=now + day * DAY)

    for participant in study.participants.all():
        prompts = list(participant.prompts.order_by("scheduled_at").select_related("schedule"))
        for earlier, later in pairwise(prompts):
            gaps = [
                COUPLED[one.schedule.name].get("min_gap_minutes", 0) for one in (earlier, later)
            ]
            assert later.scheduled_at - earlier.scheduled_at >= timedelta(minutes=max(gaps))


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_draw_coupled_schedules_once(now: datetime) -> None:
    study = make_study(schedules=COUPLED)
    for _ in range(3):
        make_participant(study)
    together = threading.Barrier(2)
    planned: list[int] = []

    def plan() -> None:
        together.wait()
        planned.append(plan_running_studies(now=now))
        connection.close()

    planners = [threading.Thread(target=plan) for _ in range(2)]
    for planner in planners:
        planner.start()
    for planner in planners:
        planner.join(timeout=30)

    assert sorted(planned) == [0, Prompt.objects.count()]


@pytest.mark.parametrize("schedules", [COUPLED, {"moments": RANDOM}])
def test_the_number_of_statements_does_not_grow_with_the_participants(
    schedules: dict[str, dict[str, Any]], now: datetime
) -> None:
    few, many = (make_study(schedules=schedules) for _ in range(2))
    make_participant(few)
    for _ in range(12):
        make_participant(many)

    with CaptureQueriesContext(connection) as for_few:
        plan_study(few, now=now)
    with CaptureQueriesContext(connection) as for_many:
        plan_study(many, now=now)

    assert len(for_many) == len(for_few) <= 25


def test_planning_when_nothing_is_due_reads_no_more_than_who_is_behind(now: datetime) -> None:
    study = make_participant(make_study(schedules=COUPLED)).study
    plan_study(study, now=now)

    with CaptureQueriesContext(connection) as captured:
        plan_study(study, now=now)

    assert not any("prompts_prompt" in query["sql"] for query in captured)


def test_wake_times_that_are_unknown_cost_only_the_schedules_that_need_them(
    now: datetime,
) -> None:
    anchored = {
        "kind": "anchored",
        "days": 7,
        "anchor": "bed",
        "offset_minutes": -180,
        "response_window_minutes": 60,
    }
    study = make_study(schedules={"bed": anchored, "moments": FIXED})
    known = {day: {"from": "07:30", "to": "23:00"} for day in EVERY_DAY}
    make_participant(study, wake_times=known)
    without = make_participant(study, wake_times=known)
    Participant.objects.filter(pk=without.pk).update(wake_times=None)

    plan_study(study, now=now)

    by_number = Prompt.objects.filter(schedule__name="bed").values_list(
        "participant__number", flat=True
    )
    assert list(by_number) == [1, 1, 1]
    assert Prompt.objects.filter(schedule__name="moments").count() == 12
    assert Prompt.objects.filter(schedule__name="bed").earliest(
        "scheduled_at"
    ).scheduled_at == datetime(2027, 1, 11, 19, 0, tzinfo=UTC)


def test_a_participant_who_joins_in_mid_study_catches_up_alone(now: datetime) -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
    plan_study(study, now=now)
    before = rows_of(study)
    make_participant(study, start_date=date(2027, 1, 12))

    new = plan_study(study, now=now)

    assert new == 8
    assert [row for row in rows_of(study) if row[0] == 1] == before
    assert Participant.objects.get(number=2).planned_through == date(2027, 1, 13)

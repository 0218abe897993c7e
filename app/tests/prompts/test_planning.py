from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection

from esmpress.participants.models import Participant
from esmpress.prompts.lifecycle import expire_overdue_prompts
from esmpress.prompts.links import find_prompt, make_link
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies, plan_study
from esmpress.studies.models import Study
from tests.factories import EVERY_DAY, FIXED, LAUNCHED_AT, RANDOM, make_participant, make_study

pytestmark = pytest.mark.django_db


def test_planning_materialises_every_local_day_that_begins_within_48_hours() -> None:
    participant = make_participant()

    planned = plan_study(participant.study, now=datetime(2027, 1, 10, 23, 0, tzinfo=UTC))

    moments = [prompt.scheduled_at for prompt in Prompt.objects.all()]
    assert planned == 4
    assert moments == [
        datetime(2027, 1, 11, 9, 0, tzinfo=UTC),
        datetime(2027, 1, 11, 15, 0, tzinfo=UTC),
        datetime(2027, 1, 12, 9, 0, tzinfo=UTC),
        datetime(2027, 1, 12, 15, 0, tzinfo=UTC),
    ]


def test_a_day_that_begins_a_second_before_the_horizon_is_planned() -> None:
    participant = make_participant()

    plan_study(participant.study, now=datetime(2027, 1, 10, 23, 0, 1, tzinfo=UTC))

    participant.refresh_from_db()
    assert participant.planned_through == date(2027, 1, 13)
    assert Prompt.objects.count() == 6


def test_the_link_of_a_planned_prompt_is_known_before_it_is_sent() -> None:
    participant = make_participant()

    plan_study(participant.study, now=datetime(2027, 1, 10, 23, 0, tzinfo=UTC))

    prompts = {prompt.pk: prompt for prompt in Prompt.objects.all()}
    made = {make_link(pk, None) for pk in prompts}
    assert {bytes(prompt.token_hash or b"") for prompt in prompts.values()} == {h for _, h in made}
    assert [find_prompt(link.rpartition("/")[2]).pk in prompts for link, _ in made] == [True] * 4


def test_planning_twice_adds_nothing(now: datetime) -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
    plan_study(study, now=now)
    before = list(Prompt.objects.values_list("pk", "scheduled_at"))

    again = plan_study(study, now=now)

    assert again == 0
    assert list(Prompt.objects.values_list("pk", "scheduled_at")) == before


def test_planning_later_keeps_the_prompts_that_are_there(now: datetime) -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
    plan_study(study, now=now)
    before = dict(Prompt.objects.values_list("pk", "scheduled_at"))

    plan_study(study, now=now + timedelta(hours=24))

    after = dict(Prompt.objects.values_list("pk", "scheduled_at"))
    assert before.items() < after.items()


def test_a_prompt_of_the_minute_somebody_joins_in_is_still_planned() -> None:
    study = make_study(start_rule=Study.StartRule.SAME_DAY)
    joined_at = datetime(2027, 1, 11, 9, 0, 59, tzinfo=UTC)
    make_participant(study, start_date=None, now=joined_at)

    plan_study(study, now=joined_at + timedelta(minutes=20))

    first = Prompt.objects.earliest("scheduled_at")
    assert first.scheduled_at == datetime(2027, 1, 11, 9, 0, tzinfo=UTC)


def test_a_prompt_before_somebody_joined_is_not_planned_and_later_beeps_keep_their_number() -> None:
    study = make_study(start_rule=Study.StartRule.SAME_DAY)
    make_participant(study, start_date=None, now=datetime(2027, 1, 11, 9, 1, tzinfo=UTC))

    plan_study(study, now=datetime(2027, 1, 11, 9, 2, tzinfo=UTC))

    first = Prompt.objects.earliest("scheduled_at")
    assert first.scheduled_at == datetime(2027, 1, 11, 15, 0, tzinfo=UTC)
    assert first.beep == 2


def test_an_outage_of_the_planner_leaves_no_hole_in_the_data() -> None:
    study = make_participant().study
    plan_study(study, now=datetime(2027, 1, 11, 8, 0, tzinfo=UTC))

    late = datetime(2027, 1, 17, 12, 0, tzinfo=UTC)
    plan_study(study, now=late)
    expire_overdue_prompts(now=late)

    days = Prompt.objects.values_list("study_day", flat=True)
    missed = Prompt.objects.get(study_day=5, beep=1)
    assert sorted(days) == [day for day in range(1, 8) for _ in range(2)]
    assert (missed.status, missed.status_reason) == (Prompt.Status.NOT_SENT, "late")


def test_a_study_that_cannot_be_planned_holds_up_no_other(now: datetime) -> None:
    broken = make_participant()
    broken.study.schedules.get().versions.all().delete()
    healthy = make_participant()

    planned = plan_running_studies(now=now)

    assert broken.prompts.count() == 0
    assert planned == 6
    assert {prompt.participant for prompt in Prompt.objects.all()} == {healthy}


def test_nothing_is_planned_after_the_last_study_day() -> None:
    study = make_participant().study

    plan_study(study, now=datetime(2027, 1, 18, 9, 0, tzinfo=UTC))

    assert Prompt.objects.latest("scheduled_at").study_day == 7
    assert Prompt.objects.count() == 14


def test_the_first_day_is_the_one_after_enrolment_in_the_participants_zone() -> None:
    study = make_study()
    participant = make_participant(study, start_date=None, time_zone="Pacific/Auckland")

    plan_study(study, now=LAUNCHED_AT)

    participant.refresh_from_db()
    assert participant.start_date == date(2027, 1, 12)  # 11 January, 01:00 there, plus one


def test_the_first_day_can_be_the_day_of_enrolment() -> None:
    study = make_study(start_rule=Study.StartRule.SAME_DAY)
    participant = make_participant(study, start_date=None)

    plan_study(study, now=LAUNCHED_AT)

    participant.refresh_from_db()
    assert participant.start_date == date(2027, 1, 10)
    assert Prompt.objects.earliest("scheduled_at").scheduled_at.hour == 15


def test_the_first_day_does_not_depend_on_when_the_planner_ran() -> None:
    study = make_study()
    participant = make_participant(study, start_date=None)

    plan_study(study, now=LAUNCHED_AT + timedelta(days=3))

    participant.refresh_from_db()
    assert participant.start_date == date(2027, 1, 11)


def test_on_the_night_the_clocks_go_forward_a_missing_time_moves_and_is_flagged() -> None:
    study = make_study(scheme=FIXED | {"times": ["02:30"]})
    make_participant(study, start_date=date(2027, 3, 28))

    plan_study(study, now=datetime(2027, 3, 27, 12, 0, tzinfo=UTC))

    prompt = Prompt.objects.earliest("scheduled_at")
    assert prompt.scheduled_at == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)  # 03:00 summer time
    assert (prompt.dst, prompt.utc_offset_minutes) == ("gap", 120)


def test_withdrawn_participants_and_studies_that_do_not_run_are_left_out(now: datetime) -> None:
    withdrawn = make_participant()
    Participant.objects.filter(pk=withdrawn.pk).update(status="withdrawn", withdrawn_at=now)
    make_participant(make_study(launched_at=None))
    make_participant(make_study(ended_at=now))

    planned = plan_running_studies(now=now)

    assert planned == 0


def test_a_day_the_clock_change_makes_impossible_costs_no_other_day() -> None:
    window = {"weekdays": EVERY_DAY, "from": "00:00", "to": "03:00"}
    tight = RANDOM | {"windows": [window], "blocks": 3, "min_gap_minutes": 80}
    make_participant(make_study(scheme=tight), start_date=date(2027, 3, 28))

    planned = plan_running_studies(now=datetime(2027, 3, 27, 22, 0, tzinfo=UTC))

    assert planned == 3
    assert {prompt.study_day for prompt in Prompt.objects.all()} == {2}


def test_rows_that_are_there_already_are_left_alone(now: datetime) -> None:
    participant = make_participant()
    plan_study(participant.study, now=now)
    before = list(Prompt.objects.values_list("pk", "scheduled_at"))
    Participant.objects.update(planned_through=None)

    planned = plan_study(participant.study, now=now)

    assert planned == 0
    assert list(Prompt.objects.values_list("pk", "scheduled_at")) == before


@pytest.mark.django_db(transaction=True)
def test_two_planners_at_once_plan_each_prompt_once(now: datetime) -> None:
    study = make_participant(make_study(scheme=RANDOM)).study
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
        planner.join(timeout=20)

    assert sorted(planned) == [0, Prompt.objects.filter(participant__study=study).count()]


@pytest.mark.django_db
def test_a_time_jitter_brings_forward_into_the_evening_before_is_not_lost() -> None:
    scheme = FIXED | {"times": ["01:00"], "jitter_minutes": 180, "days": 6, "reminders": []}
    study = make_study(scheme=scheme)
    for _ in range(5):
        make_participant(study)

    for hour in range(8 * 24):
        plan_study(study, now=datetime(2027, 1, 10, 12, 7, tzinfo=UTC) + timedelta(hours=hour))

    assert Prompt.objects.count() == 30


@pytest.mark.django_db
def test_nothing_is_planned_for_a_study_that_has_ended_since_it_was_read(now: datetime) -> None:
    study = make_participant().study
    Study.objects.filter(pk=study.pk).update(ended_at=now)

    planned = plan_study(study, now=now)

    assert planned == 0

"""Planning many people as long work: in steps, by whomever, to the same plan as at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.entering import enter_due
from esmpress.delivery.models import Notification
from esmpress.jobs.asking import cancel, go_on
from esmpress.jobs.heart import Heart
from esmpress.jobs.lifecycle import CancelAsked
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.participants.enrolment import set_start_dates
from esmpress.prompts import long_work, planning, replanning, stopping
from esmpress.prompts.models import Prompt
from esmpress.prompts.moving import move
from esmpress.prompts.planning import plan_new, plan_running_studies, plan_study
from esmpress.studies.models import Study
from esmpress.withdrawal.levels import Level, withdraw
from tests.delivery.builders import as_worker
from tests.factories import FIXED, RANDOM, make_member, make_participant, make_study
from tests.jobs.test_running import wait_until
from tests.prompts.changed_plans import (
    LATER,
    NOW,
    TWELFTH,
    Crash,
    asked,
    clock,
    confirm,
    crash,
    crash_after,
    planned_people,
    rows,
    rows_at_once,
    run,
    stopped_after,
)

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)
PEOPLE = 7


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two people at once, and in each step."""
    for module in (long_work, replanning):
        monkeypatch.setattr(module, "AT_ONCE", 2)


@pytest.fixture
def study() -> Study:
    """Seven people planned for 11 to 13 January, at 10:00 and 16:00 in Warsaw."""
    study = make_study()
    for _ in range(PEOPLE):
        make_participant(study)
    plan_study(study, now=NOW)
    return study


@pytest.mark.parametrize("scheme", [LATER, RANDOM])
def test_many_get_the_plan_they_would_have_got_at_once(
    study: Study, scheme: dict[str, Any]
) -> None:
    at_once = rows_at_once(study, (scheme, TWELFTH))

    job = run(asked(study, scheme))

    assert job.state == "done"
    assert rows() == at_once


def test_the_result_tells_how_many_people_and_prompts(study: Study) -> None:
    job = run(asked(study))

    assert job.said == (
        "The plan from 12 Jan 2027 on is up to date. People whose plan changed: 7; "
        "prompts withdrawn: 28; prompts drawn anew: 42."
    )


def test_a_few_are_planned_at_once(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replanning, "AT_ONCE", PEOPLE)

    assert confirm(study) is None

    assert planned_people() == PEOPLE


def test_nobody_is_planned_anew_for_days_nobody_has_a_plan_for(study: Study) -> None:
    before = rows()

    assert confirm(study, apply_from=date(2027, 1, 14)) is None

    assert rows() == before


def test_nothing_is_sent_by_a_plan_that_is_outdated(study: Study) -> None:
    """Even if no worker ever comes: only what stands in both plans, and today, is left."""
    job = asked(study)
    cancel(job, now=NOW)

    entered = [enter_due(channel="smtp", now=NOW + hours * HOUR) for hours in range(72)]

    assert sum(entered) == 2 * 2 * PEOPLE
    assert not Notification.objects.filter(prompt__study_day__gte=2).exists()


def test_what_is_planned_anew_is_sent_while_others_still_wait(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(study)
    crash_after(2, monkeypatch)

    enter_due(channel="smtp", now=datetime(2027, 1, 12, 9, 0, tzinfo=UTC))

    entered = Notification.objects.filter(kind="invitation")
    assert {one.prompt.schedule_version.number for one in entered} == {2}
    assert entered.count() == 4


@pytest.mark.parametrize("steps", [0, 1, 3])
def test_a_run_begun_anew_goes_on_where_the_last_one_died(
    study: Study, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = rows_at_once(study, (LATER, TWELFTH))
    job = asked(study)
    crash_after(steps, monkeypatch)
    left = [pk for (pk,) in Prompt.objects.order_by("pk").values_list("pk")]

    run(job)

    assert planned_people() == PEOPLE
    assert (job.state, job.attempts) == ("done", 2)
    assert "prompts withdrawn: 28; prompts drawn anew: 42." in job.said
    assert rows() == at_once
    # What the first run had planned was not touched again.
    assert Prompt.objects.filter(pk__in=left).count() == len(left) == 14 + 6 * 2 * steps


def test_progress_counts_people_also_after_a_crash(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(study)
    crash_after(2, monkeypatch)
    heard: list[tuple[int, int | None]] = []
    monkeypatch.setattr(Heart, "progress", lambda _heart, *given: heard.append(given))

    run(job)

    assert heard == [(6, 7), (7, 7)]
    assert long_work.PLAN.reached is not None
    assert long_work.PLAN.reached(1234, 4000) == "1,234 of 4,000 people"


def cancelled_after(steps: int, job: Job, monkeypatch: pytest.MonkeyPatch) -> Job:
    """A run that hears of the cancel before it plans anybody more."""

    def cancel_and_be_heard() -> None:
        cancel(job, now=NOW)
        raise CancelAsked

    with monkeypatch.context() as patched:
        stopped_after(patched, steps, cancel_and_be_heard)
        return run(job)


def test_a_cancel_tells_what_is_planned_and_what_becomes_of_the_others(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = cancelled_after(2, asked(study), monkeypatch)

    assert (job.state, planned_people()) == ("cancelled", 4)
    assert job.said == (
        "It was cancelled; what was done until then stays.\n"
        "People who have their plan from 12 Jan 2027 on: 4 of 7. The others get theirs by "
        "“Finish what is left”, or by itself within an hour; until then nothing is sent to them "
        "from that date on."
    )


def test_a_cancel_before_it_begins_tells_the_same(study: Study) -> None:
    job = asked(study)

    cancel(job, now=NOW)

    job.refresh_from_db()
    assert job.said.startswith("It was cancelled before it began.\nPeople who have their plan")
    assert "on: 0 of 7." in job.said


def test_whoever_goes_on_has_the_others_planned(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = rows_at_once(study, (LATER, TWELFTH))
    job = cancelled_after(2, asked(study), monkeypatch)

    more = go_on(job, asked_by=make_member(study), now=NOW)

    assert more is not None
    assert "prompts withdrawn: 28; prompts drawn anew: 42." in run(more).said
    assert rows() == at_once


def test_there_is_nothing_to_go_on_with_once_all_are_planned(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = cancelled_after(2, asked(study), monkeypatch)

    plan_running_studies(now=NOW)

    assert planned_people() == PEOPLE
    assert go_on(job, asked_by=make_member(study), now=NOW) is None


def test_without_a_worker_the_sweep_plans_and_the_work_finds_it_done(study: Study) -> None:
    at_once = rows_at_once(study, (LATER, TWELFTH))
    job = asked(study)

    plan_running_studies(now=NOW)

    assert rows() == at_once
    assert "prompts drawn anew: 42." in run(job).said
    assert rows() == at_once


def test_the_sweep_plans_in_steps_too(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "AT_ONCE", 3)
    asked(study)
    with monkeypatch.context() as patched, pytest.raises(Crash):
        stopped_after(patched, 1, crash)
        plan_running_studies(now=NOW)

    assert planned_people() == 3


@pytest.mark.parametrize("second_from", [TWELFTH, date(2027, 1, 13)])
@pytest.mark.parametrize("steps", [0, 2])
def test_of_two_changes_each_applies_from_its_date(
    study: Study, second_from: date, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening = FIXED | {"times": ["20:30"]}
    at_once = rows_at_once(study, (LATER, TWELFTH), (evening, second_from))
    first = asked(study)
    crash_after(steps, monkeypatch)

    # Nobody is planned anew twice: whom the first run had not reached waits for both changes.
    second = confirm(study, evening, apply_from=second_from)
    run(first)
    run(second or first)

    assert (second is not None) == bool(steps)
    assert not Job.objects.exclude(state="done").exists()
    assert rows() == at_once


def test_a_study_that_ends_meanwhile_is_planned_no_more(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(study)

    with monkeypatch.context() as patched:
        stopped_after(patched, 2, lambda: stopping.end_study(study, now=NOW))
        run(job)

    assert (job.state, planned_people()) == ("failed", 4)
    assert job.said == "The study has ended: nothing more is planned in it."
    assert not Prompt.objects.filter(status="planned").exists()
    assert go_on(job, asked_by=make_member(study), now=NOW) is None


def test_whoever_withdraws_meanwhile_is_planned_no_more(study: Study) -> None:
    job = asked(study)
    gone = study.participants.latest("number")

    withdraw(gone, Level.STOP, tells=False, now=NOW)
    run(job)

    assert not Prompt.objects.filter(participant=gone, status="planned").exists()
    assert planned_people() == PEOPLE - 1


def test_whoever_moves_meanwhile_is_planned_once_where_they_are(study: Study) -> None:
    job = asked(study)
    moved = study.participants.latest("number")

    move(moved, "America/New_York", now=NOW)
    run(job)

    days = moved.prompts.filter(study_day__gte=2).order_by("scheduled_at")
    assert {one.time_zone for one in days} == {"America/New_York"}
    assert days.count() == 6


def test_whoever_is_paused_meanwhile_has_rows_that_are_off(study: Study) -> None:
    job = asked(study)
    paused = study.participants.latest("number")

    stopping.pause(paused, now=NOW)
    run(job)

    later = Prompt.objects.filter(study_day__gte=2)
    assert {one.status for one in later.filter(participant=paused)} == {"cancelled"}
    assert later.filter(status="planned").count() == 6 * (PEOPLE - 1)


def test_who_joins_meanwhile_is_planned_without_the_others(study: Study) -> None:
    asked(study)
    new = make_participant(study)

    plan_new(study, [new], now=NOW)

    assert set(Prompt.objects.filter(study_day__gte=2).values_list("participant", flat=True)) == {
        new.pk
    }


def test_worker_and_sweep_at_once_plan_everybody_once(study: Study) -> None:
    at_once = rows_at_once(study, (LATER, TWELFTH))
    asked(study)

    with ThreadPoolExecutor(2) as pool:
        works = (lambda: run_next(clock=clock), lambda: plan_running_studies(now=NOW))
        list(pool.map(as_worker, works))

    assert rows() == at_once


def test_a_version_waits_for_who_plans_by_the_one_before(study: Study) -> None:
    """A planner that has read the schedules already may not leave rows of them behind."""
    new = make_participant(study)
    set_start_dates(study)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            # Not `plan_new`, which holds the study as well.
            planning.plan_participants(study, study.participants.filter(pk=new.pk), now=NOW)
            confirming = pool.submit(as_worker, lambda: confirm(study))
            wait_until(somebody_waits)
        confirming.result(timeout=60)

    assert not Prompt.objects.filter(
        participant=new, study_day__gte=2, schedule_version__number=1
    ).exists()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_confirming_takes_the_same_statements_for_any_number_of_people(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured, transaction.atomic():
            confirm(study)
            transaction.set_rollback(True)
        return len(captured)

    few = statements()
    for _ in range(5):
        make_participant(study)
    plan_study(study, now=NOW)

    assert statements() == few

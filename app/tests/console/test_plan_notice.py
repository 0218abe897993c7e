"""A version for many people: what its pages say before, while and after the plan is drawn anew."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esmpress.console import launching
from esmpress.jobs.asking import cancel
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.prompts import long_work, replanning, version_preview
from esmpress.prompts.models import Prompt
from esmpress.prompts.planning import plan_running_studies, plan_study
from esmpress.studies.models import Schedule, Study
from tests.console.browsers import browser_of
from tests.console.pages import form_with
from tests.factories import FIXED, make_participant, make_study

pytestmark = pytest.mark.django_db
PEOPLE = 5
TODAY = timezone.now().date()
UNDER_WAY = "The plan is being brought up to date."
TO_THE_WORK = "To the work on the plan"
TO_ASK = "ask an owner or an editor of the study"


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (long_work, replanning, version_preview, launching):
        monkeypatch.setattr(module, "AT_ONCE", 2)


@pytest.fixture
def study() -> Study:
    """A study with people who are planned for today and the two days after it."""
    study = make_study(scheme=FIXED | {"days": 60}, time_zone="UTC")
    for _ in range(PEOPLE):
        make_participant(study, start_date=TODAY - timedelta(days=1))
    plan_study(study, now=timezone.now())
    return study


def page_of(client: Client, shown: Study | Schedule) -> str:
    name = type(shown).__name__.lower()
    address = reverse(f"admin:studies_{name}_change", args=[shown.pk])
    return client.get(address).content.decode()


def difference(client: Client, study: Study, **changes: str) -> Any:
    address = reverse("admin:studies_schedule_new_version", args=[study.schedules.get().pk])
    form = form_with(client.get(address), "apply_from")
    return client.post(address, form | {"times": "10:00, 18:00, 20:00"} | changes)


def confirm(client: Client, study: Study) -> Any:
    """The answer to a version from tomorrow on; what is asked for once it is committed is done."""
    shown = difference(client, study)
    address = reverse("admin:studies_schedule_new_version", args=[study.schedules.get().pk])
    return client.post(address, form_with(shown, "based_on") | {"confirm": "1"}, follow=True)


def test_a_difference_counts_some_of_many_and_says_so(study: Study) -> None:
    page = difference(browser_of("owner", study), study).content.decode()

    assert "the prompts of 2 of the 5 participants who have a plan for these days" in page
    assert "planned anew in the background" in page


def test_a_difference_of_a_few_counts_all_and_says_nothing(
    study: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version_preview, "AT_ONCE", PEOPLE)

    page = difference(browser_of("owner", study), study).content.decode()

    assert "who have a plan for these days" not in page


def test_whoever_confirms_reads_at_once_that_it_is_saved_and_where_the_plan_is_drawn(
    study: Study,
) -> None:
    page = confirm(browser_of("owner", study), study).content.decode()

    job = Job.objects.get()
    assert "Version 2 applies from" in page
    assert UNDER_WAY in page
    assert reverse("admin:jobs_job_change", args=[job.pk]) in page
    assert (job.kind, job.parameters["people"]) == ("plan", PEOPLE)


def test_others_read_it_too_on_the_page_of_the_study(study: Study) -> None:
    confirm(browser_of("owner", study), study)

    pages = {role: page_of(browser_of(role, study), study) for role in ("editor", "observer")}

    assert all(UNDER_WAY in page for page in pages.values())
    assert (TO_THE_WORK in pages["editor"], TO_THE_WORK in pages["observer"]) == (True, False)


def test_a_worker_that_is_away_is_told_of(study: Study) -> None:
    client = browser_of("owner", study)
    confirm(client, study)
    Job.objects.update(created_at=timezone.now() - timedelta(minutes=3))

    page = page_of(client, study.schedules.get())

    assert "the worker for long work seems to be away" in page
    assert "is brought up to date by itself within an hour" in page


def test_what_was_cancelled_stands_there_until_everybody_has_their_plan(study: Study) -> None:
    client = browser_of("owner", study)
    confirm(client, study)
    cancel(Job.objects.get(), now=timezone.now())
    schedule = study.schedules.get()

    before = page_of(client, schedule)
    plan_running_studies(now=timezone.now())

    assert "Not everybody has their plan." in before
    assert ": 0 of 5. The others get theirs by “Finish what is left”" in before
    assert "Not everybody" not in page_of(client, schedule)


def test_whoever_may_not_finish_what_is_left_reads_whom_to_ask(study: Study) -> None:
    owner = browser_of("owner", study)
    confirm(owner, study)
    cancel(Job.objects.get(), now=timezone.now())

    pages = [page_of(one, study) for one in (browser_of("observer", study), owner)]

    assert [TO_ASK in page for page in pages] == [True, False]
    assert [TO_THE_WORK in page for page in pages] == [False, True]


def test_nothing_is_said_where_nothing_was_asked_for(study: Study) -> None:
    page = page_of(browser_of("owner", study), study)

    assert UNDER_WAY not in page
    assert TO_THE_WORK not in page


def go_on(client: Client, job: Job) -> Any:
    return client.post(reverse("admin:jobs_job_go_on", args=[job.pk]))


def test_the_page_of_a_cancelled_work_has_a_button_to_go_on(study: Study) -> None:
    client = browser_of("owner", study)
    confirm(client, study)
    job = Job.objects.get()
    client.post(reverse("admin:jobs_job_cancel", args=[job.pk]))

    page = client.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    answer = go_on(client, job)

    more = Job.objects.exclude(pk=job.pk).get()
    assert "Finish what is left</button>" in page
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[more.pk])
    assert more.state == "waiting"


def test_going_on_is_asked_for_by_a_post_of_who_may_edit(study: Study) -> None:
    confirm(browser_of("owner", study), study)
    job = Job.objects.get()
    cancel(job, now=timezone.now())

    looked = browser_of("owner", study).get(reverse("admin:jobs_job_go_on", args=[job.pk]))

    assert looked.status_code == 405
    assert go_on(browser_of("observer", study), job).status_code == 403
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", ["waiting", "done"])
def test_what_goes_on_or_is_done_is_not_begun_again(study: Study, state: str) -> None:
    client = browser_of("owner", study)
    confirm(client, study)
    job = Job.objects.get()
    if state == "done":
        Job.objects.update(state="done", ended_at=timezone.now())

    page = client.get(reverse("admin:jobs_job_change", args=[job.pk])).content.decode()
    answer = go_on(client, job)

    assert "Finish what is left</button>" not in page
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert Job.objects.count() == 1


@pytest.mark.parametrize("state", ["waiting", "cancelled"])
def test_the_notice_takes_the_same_statements_for_any_number_of_people(
    study: Study, state: str
) -> None:
    client = browser_of("owner", study)
    confirm(client, study)
    if state == "cancelled":
        cancel(Job.objects.get(), now=timezone.now())

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            page_of(client, study)
        return len(captured)

    statements()
    few = statements()
    for _ in range(5):
        make_participant(study, start_date=TODAY)

    assert statements() == few


@pytest.mark.django_db(transaction=True)
def test_a_launch_with_many_people_has_their_first_days_planned_by_a_worker() -> None:
    draft = make_study(launched_at=None, contact_email="nowak@uni.pl", time_zone="UTC")
    for _ in range(PEOPLE):
        make_participant(draft, start_date=None, now=timezone.now())
    client = browser_of("owner", draft)
    address = reverse("admin:studies_study_launch", args=[draft.pk])

    page = client.post(address, follow=True).content.decode()

    assert "The first days are being planned." in page
    assert not Prompt.objects.exists()
    run_next(clock=timezone.now)
    planned = Prompt.objects.values("participant").distinct().count()
    assert planned == PEOPLE
    assert Job.objects.get().said == (
        f"The first days are planned. People: 5; prompts: {Prompt.objects.count()}."
    )

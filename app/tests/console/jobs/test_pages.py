from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.jobs.asking import ask_for
from esmpress.jobs.lifecycle import claim_next
from esmpress.jobs.models import Job, Piece
from esmpress.studies.models import Membership, Role, Study
from esmpress.studies.rights import RIGHTS_OF, Right
from tests.console.browsers import browser_for, browser_of, browser_of_nobody, browser_of_other
from tests.factories import make_member, make_study
from tests.jobs.kinds import NAME, nothing, work_of

pytestmark = pytest.mark.django_db
NOW = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)
ARMS = {"intervention": 1, "control": 1}


def export_of(study: Study, **values: Any) -> Job:
    job = ask_for("export", study=study, asked_by=make_member(study, "analyst"), now=NOW)
    Job.objects.filter(pk=job.pk).update(**values)
    job.refresh_from_db()
    return job


def done(study: Study) -> Job:
    """A job with a file that is still there."""
    job = export_of(
        study,
        state="done",
        ended_at=NOW,
        said="All of it.",
        file_name="affect.csv",
        file_type="text/csv",
        file_size=7,
        kept_until=timezone.now() + timedelta(days=1),
    )
    Piece.objects.create(job=job, role="result", number=0, data=b"a,b\n1,2")
    return job


def page_of(client: Client, job: Job, name: str = "change") -> Any:
    return client.get(reverse(f"admin:jobs_job_{name}", args=[job.pk]))


def text(client: Client, job: Job) -> str:
    found: str = page_of(client, job).content.decode()
    return found


@pytest.fixture
def study() -> Study:
    return make_study(name="Affect study")


def test_a_job_that_waits_says_how_many_are_before_it(study: Study) -> None:
    export_of(study)
    job = ask_for(
        "export_timings",
        study=study,
        asked_by=make_member(study),
        now=NOW + timedelta(seconds=1),
    )

    shown = text(browser_of("owner", study), job)

    assert "Timings as CSV" in shown
    assert "after what was asked for before it: 1." in shown
    assert "<progress" not in shown


@pytest.mark.parametrize(("minutes", "is_told"), [(1, False), (3, True)])
def test_a_job_nobody_begins_says_whom_to_tell(study: Study, minutes: int, is_told: bool) -> None:
    job = export_of(study, created_at=timezone.now() - timedelta(minutes=minutes))

    shown = text(browser_of("owner", study), job)

    assert ("tell whoever runs the server" in shown) is is_told


def test_a_job_that_runs_shows_how_far_it_is_and_can_be_cancelled(study: Study) -> None:
    job = export_of(study)
    claim_next(now=timezone.now())
    Job.objects.update(done=1234, total=4000)

    shown = text(browser_of("owner", study), job)

    assert 'max="100" value="30"' in shown
    assert "30%: 1,234 of 4,000 prompts" in shown
    assert reverse("admin:jobs_job_cancel", args=[job.pk]) in shown
    assert 'http-equiv="refresh"' in shown


def test_what_changes_comes_without_the_rest_of_the_page(study: Study) -> None:
    job = export_of(study)
    client = browser_of("owner", study)

    answer = page_of(client, job, "progress")

    assert 'data-state="waiting"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_looking_again_and_again_costs_the_same_few_statements(study: Study) -> None:
    job = export_of(study)
    client = browser_of("owner", study)
    page_of(client, job, "progress")

    with CaptureQueriesContext(connection) as asked:
        page_of(client, job, "progress")

    assert len(asked) == 6


def test_the_end_of_a_job_can_be_asked_for_by_a_post_alone(study: Study) -> None:
    job = export_of(study)
    client = browser_of("owner", study)
    address = reverse("admin:jobs_job_cancel", args=[job.pk])

    assert client.get(address).status_code == 405
    answer = client.post(address)

    job.refresh_from_db()
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.state == "cancelled"
    assert AuditEntry.objects.filter(act="do", words="Cancelled.").exists()


def test_a_file_is_taken_home_and_the_trail_says_by_whom(study: Study) -> None:
    job = done(study)
    member = make_member(study, "analyst")
    client = browser_for(member)

    assert "Download affect.csv (7" in text(client, job)
    answer = page_of(client, job, "file")

    assert b"".join(answer.streaming_content) == b"a,b\n1,2"
    assert answer["Content-Disposition"] == 'attachment; filename="affect.csv"'
    assert answer["Content-Length"] == "7"
    entry = AuditEntry.objects.get(words="Took home affect.csv.")
    assert (entry.researcher, entry.study) == (member.pk, study.pk)


def test_a_file_whose_time_is_over_is_not_there(study: Study) -> None:
    job = done(study)
    Job.objects.update(kept_until=timezone.now() - timedelta(seconds=1))
    client = browser_of("owner", study)

    assert "Download" not in text(client, job)
    assert page_of(client, job, "file").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"),
    [("owner", 200), ("analyst", 200), ("api", 200), ("editor", 403), ("coordinator", 403)],
)
def test_a_file_is_for_who_may_export(study: Study, role: str, status: int) -> None:
    job = done(study)

    answer = page_of(browser_of(role, study), job, "file")

    assert answer.status_code == status
    if status == 200:
        b"".join(answer.streaming_content)


def test_whoever_was_removed_from_the_study_gets_no_file_any_more(study: Study) -> None:
    job = done(study)
    assert isinstance(job.asked_by, Researcher)
    client = browser_for(job.asked_by)
    assert page_of(client, job).status_code == 200

    Membership.objects.filter(researcher=job.asked_by).delete()

    assert page_of(client, job).status_code == 404
    assert page_of(client, job, "file").status_code == 404


def test_a_file_that_tells_arms_is_for_who_may_see_them(monkeypatch: pytest.MonkeyPatch) -> None:
    job = done(make_study(arms=ARMS))
    assert job.study is not None
    client = browser_of("analyst", job.study)
    assert page_of(client, job).status_code == 200

    blind = RIGHTS_OF[Role.ANALYST] - {Right.SEE_ARMS}
    monkeypatch.setitem(RIGHTS_OF, Role.ANALYST, blind)

    assert page_of(client, job).status_code == 403
    plain = export_of(make_study(name="No arms"))
    assert plain.study is not None
    assert page_of(browser_of("analyst", plain.study), plain).status_code == 200


def test_the_list_shows_what_one_may_see(study: Study) -> None:
    export_of(study)
    address = reverse("admin:jobs_job_changelist")

    shown = {
        who: client.get(address).content.decode()
        for who, client in (
            ("owner", browser_of("owner", study)),
            ("editor", browser_of("editor", study)),
            ("other", browser_of_other()),
        )
    }

    assert "Data as CSV" in shown["owner"]
    assert "Affect study" in shown["owner"]
    assert "Data as CSV" not in shown["editor"] + shown["other"]


def test_the_list_takes_the_same_statements_for_any_number_of_jobs(study: Study) -> None:
    client = browser_of("owner", study)
    address = reverse("admin:jobs_job_changelist")

    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        return len(asked)

    export_of(study)
    statements()
    few = statements()
    for _ in range(5):
        export_of(study)

    assert statements() == few


def test_work_of_no_study_is_for_who_asked_alone() -> None:
    researcher = Researcher.objects.create_user("maker@example.org")
    with work_of(nothing):
        job = ask_for(NAME, study=None, asked_by=researcher, now=NOW)

        assert page_of(browser_for(researcher), job).status_code == 200
        assert page_of(browser_of_nobody(), job).status_code == 404


def test_what_went_wrong_is_told_in_words(study: Study) -> None:
    job = export_of(study, state="failed", ended_at=NOW, said="The file grew beyond 1000 MB.")

    shown = text(browser_of("owner", study), job)

    assert 'role="alert">The file grew beyond 1000 MB.' in shown
    assert "job.js" not in shown

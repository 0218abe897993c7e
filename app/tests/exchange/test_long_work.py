from __future__ import annotations

from datetime import datetime

import pytest

from esmpress.accounts.models import AuditEntry, Researcher
from esmpress.exchange.study_writing import study_text
from esmpress.jobs.asking import ask_for
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.studies.models import Membership, Study
from tests.exchange.studies import rich_study

pytestmark = pytest.mark.django_db(transaction=True)


def imported(now: datetime, content: str) -> Job:
    researcher = Researcher.objects.create_user("maker@example.org")
    job = ask_for("study_file", study=None, asked_by=researcher, given=content.encode(), now=now)
    run_next(clock=lambda: now)
    job.refresh_from_db()
    return job


def test_a_file_becomes_a_draft_of_who_asked(now: datetime) -> None:
    content = study_text(rich_study())

    job = imported(now, content)

    study = Study.objects.get(slug="affect-week-2")
    assert (job.state, job.study) == ("done", study)
    assert "is imported as the draft “affect-week-2”." in job.said
    assert Membership.objects.get(study=study).researcher == job.asked_by
    assert study_text(study).replace("affect-week-2", "affect-week").count("\n") == content.count(
        "\n"
    )


def test_the_trail_tells_who_imported_it(now: datetime) -> None:
    job = imported(now, study_text(rich_study()))

    entry = AuditEntry.objects.get(words="Imported from a study file.")
    assert entry.researcher == job.asked_by_id


def test_a_file_with_faults_says_them_all_and_leaves_nothing(now: datetime) -> None:
    job = imported(now, "{}")

    assert job.state == "failed"
    assert "no study file" in job.said
    assert not Study.objects.exists()

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from esmpress.jobs.models import Job, Piece
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.jobs.test_sweeping import done_with_file

pytestmark = pytest.mark.django_db


def test_a_draft_is_deleted_with_its_work_whose_files_are_not_read(now: datetime) -> None:
    job = done_with_file(now)
    Study.objects.update(launched_at=None)
    assert job.study is not None
    client = browser_of("owner", job.study)
    address = reverse("admin:studies_study_delete", args=[job.study.pk])

    with CaptureQueriesContext(connection) as asked:
        client.post(address, {"post": "yes"})

    assert not Study.objects.exists()
    assert not Piece.objects.exists()
    assert '"jobs_piece"."data"' not in str(asked.captured_queries)


def test_work_is_not_deleted_by_hand(now: datetime) -> None:
    job = done_with_file(now)
    assert job.study is not None

    answer = browser_of("owner", job.study).post(
        reverse("admin:jobs_job_delete", args=[job.pk]), {"post": "yes"}
    )

    assert answer.status_code == 403
    assert Job.objects.exists()

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.accounts.models import AuditEntry
from esmpress.console import exporting
from esmpress.export.table import stream_csv
from esmpress.export.timings_table import stream_timings
from esmpress.jobs.models import Job
from esmpress.jobs.running import run_next
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.factories import LAUNCHED_AT, make_participant, make_prompt

pytestmark = pytest.mark.django_db(transaction=True)
STREAMS = {"export_csv": stream_csv, "export_timings": stream_timings}


@pytest.fixture
def study(monkeypatch: pytest.MonkeyPatch) -> Study:
    """A study with more prompts than are written at once."""
    monkeypatch.setattr(exporting, "AT_ONCE", 2)
    participant = make_participant()
    for hour in range(3):
        make_prompt(participant, scheduled_at=LAUNCHED_AT.replace(hour=hour))
    return participant.study


def address(study: Study, name: str = "export_csv") -> str:
    return reverse(f"admin:studies_study_{name}", args=[study.pk])


def asked_for(client: Client, study: Study, name: str = "export_csv") -> Any:
    return client.post(address(study, name))


def test_a_large_table_is_asked_for_by_a_post_alone(study: Study) -> None:
    client = browser_of("owner", study)

    shown = client.get(address(study)).content.decode()

    assert "Make the file" in shown
    assert not Job.objects.exists()


@pytest.mark.parametrize("name", STREAMS)
def test_a_large_table_becomes_the_file_that_the_command_writes(study: Study, name: str) -> None:
    client = browser_of("owner", study)

    answer = asked_for(client, study, name)
    job = Job.objects.get()
    run_next(clock=lambda: LAUNCHED_AT)

    job.refresh_from_db()
    assert answer.url == reverse("admin:jobs_job_change", args=[job.pk])
    assert job.state == "done"
    assert "3." in job.said
    kept = b"".join(bytes(one.data) for one in job.pieces.order_by("number"))
    assert kept == b"".join(STREAMS[name](study))


def test_asking_twice_leads_to_the_same_work(study: Study) -> None:
    client = browser_of("owner", study)

    first, second = asked_for(client, study), asked_for(client, study)

    assert first.url == second.url
    assert Job.objects.count() == 1


def test_the_trail_tells_of_asking(study: Study) -> None:
    asked_for(browser_of("owner", study), study)

    entry = AuditEntry.objects.get(words="Asked for an export: export.")
    assert entry.study == study.pk


def test_a_small_table_comes_at_once(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "AT_ONCE", 3)

    answer: Any = browser_of("owner", study).get(address(study))

    assert b"".join(answer.streaming_content) == b"".join(stream_csv(study))
    assert not Job.objects.exists()


def test_a_data_package_is_asked_for_whatever_its_size(study: Study) -> None:
    client = browser_of("analyst", study)

    shown = client.get(address(study, "export_package")).content.decode()
    answer = asked_for(client, study, "export_package")

    assert "SPSS" in shown
    job = Job.objects.get()
    assert (job.kind, answer.url) == ("package", reverse("admin:jobs_job_change", args=[job.pk]))
    entry = AuditEntry.objects.get(words="Asked for an export: package.")
    assert entry.study == study.pk

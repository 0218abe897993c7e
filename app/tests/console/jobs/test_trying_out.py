from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from esmpress.accounts.models import AuditEntry
from esmpress.jobs.models import Job
from esmpress.studies.models import Study
from tests.console.browsers import browser_of
from tests.factories import make_study

pytestmark = pytest.mark.django_db
TYPED = {"participants": "20", "compliance": "75", "seed": "7"}


def address(study: Study) -> str:
    return reverse("admin:studies_study_simulate", args=[study.pk])


@pytest.mark.parametrize("role", ["owner", "observer"])
def test_whoever_sees_a_draft_can_have_its_data_made_up(role: str) -> None:
    study = make_study(launched_at=None)
    client = browser_of(role, study)

    assert "Simulate" in client.get(address(study)).content.decode()
    answer = client.post(address(study), TYPED)

    job = Job.objects.get()
    assert answer["Location"] == reverse("admin:jobs_job_change", args=[job.pk])
    assert (job.kind, job.parameters) == (
        "simulation",
        {"participants": 20, "compliance": 75, "seed": 7},
    )
    assert AuditEntry.objects.filter(words="Asked for simulated data.", study=study.pk).exists()


@pytest.mark.parametrize(
    "typed",
    [{"participants": "0"}, {"participants": "501"}, {"compliance": "101"}, {"seed": "-1"}],
)
def test_what_is_out_of_range_is_said_beside_the_field(typed: dict[str, Any]) -> None:
    study = make_study(launched_at=None)

    answer = browser_of("owner", study).post(address(study), TYPED | typed)

    assert answer.status_code == 422
    assert "Ensure this value is" in answer.content.decode()
    assert not Job.objects.exists()


def test_what_cannot_be_launched_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    study = make_study(launched_at=None)
    study.schedules.all().delete()

    answer = browser_of("owner", study).post(address(study), TYPED)

    assert answer.status_code == 422
    assert "could not be launched" in answer.content.decode()
    assert not Job.objects.exists()

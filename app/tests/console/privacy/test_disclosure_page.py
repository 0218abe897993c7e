from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.jobs.models import Job
from esmpress.studies.models import Role, Study
from tests.console.browsers import browser_of
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def page(client: Client, study: Study) -> str:
    answer = client.get(reverse("admin:studies_study_disclosure", args=[study.pk]))
    return answer.content.decode() if answer.status_code == 200 else str(answer.status_code)


def test_the_verdict_and_what_is_to_be_mended_stand_on_the_page(
    admin: Client, study: Study
) -> None:
    empty = page(admin, study)
    make_participant(study)

    one = page(admin, study)

    assert "There is nobody in the data yet." in empty
    assert "Do not share the data as they are: 1 thing has to be mended." in one
    assert "whoever knows that somebody took part finds them" in one


def test_it_is_for_who_may_export(study: Study) -> None:
    assert page(browser_of(Role.COORDINATOR, study), study) == "403"


def test_a_package_with_moved_dates_is_asked_for_as_long_work(admin: Client, study: Study) -> None:
    answer = admin.post(reverse("admin:studies_study_disclosure", args=[study.pk]))

    job = Job.objects.get()
    assert (answer.status_code, job.kind, job.parameters) == (302, "package", {"shift_dates": True})

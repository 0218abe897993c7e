from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.questionnaires.models import Questionnaire
from esmpress.studies.models import Study
from tests.factories import FIXED, LAUNCHED_AT, make_participant, make_questionnaire, make_study

pytestmark = pytest.mark.django_db


def delete(client: Client, row: Model) -> Any:
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_delete", args=[row.pk])
    return client.post(address, {"post": "yes"})


def delete_from_list(client: Client, row: Model) -> Any:
    opts = row._meta
    address = reverse(f"admin:{opts.app_label}_{opts.model_name}_changelist")
    posted = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    return client.post(address, posted, follow=True)


@pytest.mark.parametrize("way", [delete, delete_from_list])
def test_a_launched_study_is_not_deleted(admin: Client, way: Any) -> None:
    page = way(admin, make_study())

    assert page.status_code in (200, 403, 422)
    assert Study.objects.exists()


@pytest.mark.parametrize("way", [delete, delete_from_list])
def test_a_draft_with_somebody_enrolled_is_not_deleted(admin: Client, way: Any) -> None:
    draft = make_study(launched_at=None)
    make_participant(draft)

    page = way(admin, draft)

    assert page.status_code in (200, 403, 422)
    assert Study.objects.exists()
    assert Participant.objects.exists()


@pytest.mark.parametrize("way", [delete, delete_from_list])
def test_a_questionnaire_that_is_asked_is_not_deleted(admin: Client, way: Any) -> None:
    asked = make_questionnaire(published=False)
    make_study(launched_at=None, questionnaire=asked)

    page = way(admin, asked)

    assert page.status_code in (200, 403, 422)
    assert Questionnaire.objects.exists()


@pytest.mark.parametrize("way", [delete, delete_from_list])
def test_an_empty_draft_is_deleted(admin: Client, way: Any) -> None:
    draft = make_study(launched_at=None, schedules={"moments": FIXED})

    way(admin, draft)

    assert not Study.objects.exists()


@pytest.mark.parametrize(
    ("launched_at", "sentence"),
    [(None, "Somebody was enrolled in this study: it stays"), (LAUNCHED_AT, "was launched: it")],
)
def test_the_page_says_why_a_study_stays(
    admin: Client, launched_at: datetime | None, sentence: str
) -> None:
    study = make_study(launched_at=launched_at)
    make_participant(study)
    address = reverse("admin:studies_study_delete", args=[study.pk])

    asked, posted = admin.get(address), delete(admin, study)

    assert (asked.status_code, posted.status_code) == (200, 422)
    assert sentence in asked.content.decode()
    assert sentence in posted.content.decode()

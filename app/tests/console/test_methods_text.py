from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.design import design_of
from esmpress.studies.models import Study
from tests.factories import RANDOM, make_study

pytestmark = pytest.mark.django_db


def look(client: Client, study: Study) -> tuple[int, str]:
    response = client.get(reverse("admin:studies_study_methods_text", args=[study.pk]))
    return response.status_code, response.content.decode()


@pytest.mark.parametrize("state", [{"launched_at": None}, {}])
def test_both_texts_and_the_hash_can_be_copied(state: dict[str, Any], admin: Client) -> None:
    study = make_study(scheme=RANDOM, **state)

    status, page = look(admin, study)

    assert status == 200
    assert "For the methods section" in page
    assert "For the preregistration" in page
    assert "## Sampling scheme" in page
    assert page.count(design_of(study).digest()) == 3


def test_a_design_that_cannot_be_read_is_explained(admin: Client) -> None:
    study = make_study(launched_at=None)
    study.schedules.all().delete()

    status, page = look(admin, study)

    assert status == 200
    assert "For the methods section" not in page
    assert 'role="alert"' in page


def test_who_may_not_see_studies_may_not_see_their_texts() -> None:
    assert look(Client(), make_study())[0] == 302

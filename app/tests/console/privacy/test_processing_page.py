from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Study

pytestmark = pytest.mark.django_db


def test_the_record_is_read_on_a_page_and_taken_home_as_a_file(admin: Client, study: Study) -> None:
    address = reverse("admin:studies_study_processing_record", args=[study.pk])

    page, file = admin.get(address), admin.get(address, {"file": "1"})

    assert "## Purposes" in page.content.decode()
    assert file.content.decode().startswith("# Record of processing: Affect week")
    assert f'filename="processing-{study.slug}.md"' in file.headers["Content-Disposition"]

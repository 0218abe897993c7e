"""Superusers may everything, and the log says where they were by being one."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from structlog.testing import capture_logs

from esmpress.accounts.models import Researcher
from esmpress.studies.members import make_owner
from tests.factories import LAUNCHED_AT, make_study

pytestmark = pytest.mark.django_db


def told(client: Client, page: str, *args: object) -> list[MutableMapping[str, Any]]:
    """What the log says of a look at a page."""
    with capture_logs() as lines:
        assert client.get(reverse(f"admin:{page}", args=args)).status_code == 200
    return [line for line in lines if line["event"] == "superuser_right_used"]


def test_a_look_at_a_study_of_others_is_told_once(admin: Client, researcher: Researcher) -> None:
    study = make_study()

    lines = [one for one in told(admin, "studies_study_launch", study.pk) if one["study"] != "all"]

    assert [(one["researcher"], one["study"], one["page"], one["method"]) for one in lines] == [
        (researcher.pk, str(study.pk), "admin:studies_study_launch", "GET")
    ]


def test_a_list_of_all_studies_is_told(admin: Client) -> None:
    assert [one["study"] for one in told(admin, "studies_study_changelist")] == ["all"]


def test_a_superuser_at_work_in_a_study_of_their_own_is_not_told(
    admin: Client, researcher: Researcher
) -> None:
    study = make_study()
    make_owner(study, researcher, now=LAUNCHED_AT)

    lines = told(admin, "studies_study_launch", study.pk)

    assert [one for one in lines if one["study"] == str(study.pk)] == []

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.participants.models import Contact
from esmpress.studies.models import RetentionRule, Role, Study
from tests.console.browsers import browser_of
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
KEPT = {f"{data}_from": "study" for data in RetentionRule.Data.values}


@pytest.fixture
def ended() -> Study:
    """A study that ended a year ago, with one address."""
    long_ago = timezone.now() - timedelta(days=365)
    study = make_study(launched_at=long_ago - timedelta(days=30), ended_at=long_ago)
    make_participant(study, email="ola@example.org")
    return study


def post(client: Client, study: Study, **fields: Any) -> Any:
    page = reverse("admin:studies_study_retention", args=[study.pk])
    return client.post(page, KEPT | fields)


def rules(study: Study) -> list[tuple[str, int, str]]:
    return list(study.retention_rules.values_list("data", "days", "counted_from"))


def test_rules_are_saved_changed_and_taken_back(admin: Client, study: Study) -> None:
    post(admin, study, contact_days="30", answers_days="3650", save="1")
    changed = {"contact_days": "60", "contact_from": "participant"}

    answer = post(admin, study, **changed, save="1")

    assert answer.status_code == 302
    assert rules(study) == [("contact", 60, "participant")]
    told = LogEntry.objects.latest("pk").change_message
    assert told == "Changed the rules of retention: contact 60."


def test_looking_saves_nothing_and_tells_what_would_go(admin: Client, ended: Study) -> None:
    answer = post(admin, ended, contact_days="30")

    assert answer.status_code == 200
    assert "addresses: 1 (participants: 1)" in answer.content.decode()
    assert rules(ended) == []


def test_what_goes_within_the_hour_has_to_be_wanted(admin: Client, ended: Study) -> None:
    unsure = post(admin, ended, contact_days="30", save="1")
    saved = rules(ended)

    sure = post(admin, ended, contact_days="30", save="1", sure="on")

    assert (unsure.status_code, saved) == (422, [])
    assert "say so" in unsure.content.decode()
    assert (sure.status_code, rules(ended)) == (302, [("contact", 30, "study")])


def test_the_page_tells_when_the_rest_goes(admin: Client, ended: Study) -> None:
    post(admin, ended, contact_days="36500", save="1")

    page = admin.get(reverse("admin:studies_study_retention", args=[ended.pk])).content.decode()

    assert Contact.objects.count() == 1
    gone_at = timezone.now() + timedelta(days=36500 - 365)
    assert f"{gone_at:%b %Y}" in page


@pytest.mark.parametrize("days", ["0", "-1", "36526", "soon"])
def test_days_that_are_none_are_refused(admin: Client, study: Study, days: str) -> None:
    answer = post(admin, study, contact_days=days, save="1")

    assert answer.status_code == 422
    assert rules(study) == []


@pytest.mark.parametrize("role", [Role.EDITOR, Role.COORDINATOR, Role.ANALYST])
def test_only_an_owner_decides_what_is_deleted(study: Study, role: Role) -> None:
    browser = browser_of(role, study)

    answer = post(browser, study, contact_days="30", save="1")
    page = browser.get(reverse("admin:studies_study_retention", args=[study.pk]))

    assert (answer.status_code, page.status_code) == (403, 200)
    assert 'name="save"' not in page.content.decode()

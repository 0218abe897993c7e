from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from esmpress.delivery.models import PhoneCheck
from esmpress.delivery.preflight.looking import look_up
from esmpress.studies.models import Study
from tests.console.pages import form_with
from tests.delivery.preflight.zones import DOMAIN
from tests.doubles.dns_server import DnsDouble
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return make_study(launched_at=None, contact_email="nowak@uni.pl")


def launch_page(study: Study) -> str:
    return reverse("admin:studies_study_launch", args=[study.pk])


def is_launched(study: Study) -> bool:
    study.refresh_from_db()
    return study.launched_at is not None


def last_log(study: Study) -> str:
    return LogEntry.objects.filter(object_id=str(study.pk)).latest("pk").get_change_message()


def clear(study: Study) -> None:
    """Look the records up, and open a test mail on a phone."""
    now = timezone.now()
    look_up(reply_to=study.contact_email, now=now, researcher=None)
    PhoneCheck.objects.create(
        study=study,
        domain=DOMAIN,
        channel="smtp",
        token_hash=b"x" * 32,
        sent_at=now,
        expires_at=now,
        opened_at=now,
        opened_on="phone",
    )


def test_something_red_holds_the_launch_up_and_stands_on_the_page(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    page = admin.post(launch_page(study))

    assert page.status_code == 422
    assert not is_launched(study)
    assert "Mend what is red, or tick this" in page.content.decode()
    assert "have not been looked up yet" in page.content.decode()


def test_a_deliberate_tick_launches_and_leaves_what_was_red_in_the_log(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    fields: dict[str, Any] = form_with(admin.get(launch_page(study)), "seen")

    admin.post(launch_page(study), fields | {"although": "on"})

    assert is_launched(study)
    assert last_log(study).startswith("Launched although pre-flight was red. Records of the")
    assert "No test mail has been opened yet" in last_log(study)


def test_a_tick_does_not_cover_what_has_turned_red_since(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    page = admin.post(launch_page(study), {"although": "on", "seen": "phone"})

    again: dict[str, Any] = form_with(page, "seen")
    assert page.status_code == 422
    assert "Meanwhile more has turned red" in page.content.decode()
    assert not is_launched(study)
    assert again["seen"] == ["phone,records"]
    assert "although" not in again


def test_with_nothing_red_a_study_is_launched_without_a_tick(
    admin: Client, study: Study, relay: SmtpServer, dns: DnsDouble
) -> None:
    clear(study)

    page = admin.get(launch_page(study)).content.decode()
    admin.post(launch_page(study))

    assert "Nothing stands in the way" in page
    assert 'name="although"' not in page
    assert is_launched(study)
    assert last_log(study) == "Launched."


def test_where_mail_is_caught_nothing_holds_the_launch_up(admin: Client, study: Study) -> None:
    page = admin.get(launch_page(study)).content.decode()
    admin.post(launch_page(study))

    assert "The sender is not checked in this set-up" in page
    assert is_launched(study)


def test_an_unready_study_says_what_is_missing_and_not_what_is_red(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    study.schedules.all().delete()

    page = admin.post(launch_page(study))

    assert page.status_code == 422
    assert "has no schedule yet" in page.content.decode()
    assert 'name="although"' not in page.content.decode()

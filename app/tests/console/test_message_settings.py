"""What a study's own page says about its messages: colour, reminders, contact."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from esmpress.studies.models import Study
from tests.console.pages import form_with

pytestmark = pytest.mark.django_db


def changed(admin: Client, study: Study, **fields: str) -> HttpResponse:
    """The answer to the study's form, as it stands, with these fields changed."""
    url = reverse("admin:studies_study_change", args=[study.pk])
    posted: dict[str, Any] = dict(form_with(admin.get(url), "mail_color"))
    answer = admin.post(url, posted | fields)
    assert isinstance(answer, HttpResponse)
    return answer


def test_what_concerns_messages_can_be_changed_after_the_launch_and_is_noted(
    admin: Client, study: Study
) -> None:
    fields = {
        "mail_color": "#AA3300",
        "snooze_minutes": "15",
        "reminders_until": "answered",
        "resend_uncertain": "on",
    }

    answer = changed(admin, study, **fields)

    study.refresh_from_db()
    assert answer.status_code == 302
    assert (study.mail_color, study.snooze_minutes) == ("#aa3300", 15)
    assert (study.reminders_until, study.resend_uncertain) == ("answered", True)
    assert "Colour of messages" in LogEntry.objects.get().get_change_message()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("mail_color", "red", "Write a colour like #0f5c5c."),
        ("mail_color", "#0f5c5c;x", "Write a colour like #0f5c5c."),
        ("snooze_minutes", "241", "less than or equal to 240"),
        ("contact_name", "Dr\nBcc: all@example.org", "Take out line breaks"),
    ],
)
def test_what_would_spoil_messages_is_refused(
    field: str, value: str, sentence: str, admin: Client, study: Study
) -> None:
    page = changed(admin, study, **{field: value}).content.decode()

    assert sentence in page

"""The link of the open questionnaire, sent again to those chosen in the list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from esmpress.delivery.models import Notification
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from tests.console.many.selecting import answer, ask, said
from tests.factories import make_participant, make_sent_prompt

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(study: Study) -> list[Participant]:
    """One with an open invitation, one without."""
    at = timezone.now() - timedelta(minutes=10)
    invited, other = make_participant(study), make_participant(study)
    make_sent_prompt(invited, scheduled_at=at, open_until=at + timedelta(minutes=30))
    return [invited, other]


def test_it_is_asked_first_who_has_something_open(admin: Client, people: list[Participant]) -> None:
    page = ask(admin, "resend_many", people).content.decode()

    assert "1 participant:</strong>" in page
    assert "(P0002): Has no invitation that can still be opened." in page
    assert not Notification.objects.exists()


def test_it_is_sent_again_once_and_noted(admin: Client, people: list[Participant]) -> None:
    page = ask(admin, "resend_many", people)
    done = answer(admin, page)

    again = answer(admin, page)

    assert said(done)[0] == "The link goes out again to 1 participant."
    assert "A message about it is on its way." in again.content.decode()
    assert [row.kind for row in Notification.objects.all()] == ["resent_1"]
    noted = LogEntry.objects.get()
    assert noted.object_id == str(people[0].pk)
    assert "is sent again, with others." in noted.change_message

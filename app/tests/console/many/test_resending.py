"""The link of the open questionnaire, sent again: to those chosen in the list, or to one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from esmpress.delivery.models import Notification
from esmpress.delivery.resending import why_not_resent
from esmpress.participants.models import Participant
from esmpress.studies.models import Study
from esmpress.withdrawal import Level, withdraw
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
    assert "(P0002): No invitation can still be opened." in page
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


def test_it_is_sent_again_from_the_page_of_one(admin: Client, people: list[Participant]) -> None:
    page = reverse("admin:participants_participant_resend", args=[people[0].pk])
    asked = admin.get(page).content.decode()
    before = Notification.objects.count()

    done, again = admin.post(page), admin.post(page)

    assert "One more mail goes out" in asked
    assert before == 0
    assert said(done) == ["P0001: the link goes out again."]
    assert said(again)[-1] == "P0001: A message about it is on its way."
    assert [row.kind for row in Notification.objects.all()] == ["resent_1"]
    assert LogEntry.objects.get().change_message.endswith("is sent again.")


def test_the_page_of_one_says_why_it_cannot_be_sent(
    admin: Client, people: list[Participant]
) -> None:
    page = reverse("admin:participants_participant_resend", args=[people[1].pk])

    shown = admin.get(page).content.decode()
    refused = admin.post(page)

    assert "No invitation can still be opened." in shown
    assert "One more mail" not in shown
    assert said(refused) == ["P0002: No invitation can still be opened."]
    assert not LogEntry.objects.exists()


def test_the_button_is_there_for_who_takes_part(admin: Client, people: list[Participant]) -> None:
    def has_button(participant: Participant) -> bool:
        change = reverse("admin:participants_participant_change", args=[participant.pk])
        button = reverse("admin:participants_participant_resend", args=[participant.pk])
        return button in admin.get(change).content.decode()

    withdraw(people[1], Level.STOP, tells=False, now=timezone.now())

    assert [has_button(one) for one in people] == [True, False]


def test_why_not_is_said_in_the_language_of_who_asks(people: list[Participant]) -> None:
    with translation.override("pl"):
        why = why_not_resent(people, now=timezone.now())

    assert why == {people[1].pk: "Nie ma zaproszenia, które można jeszcze otworzyć."}

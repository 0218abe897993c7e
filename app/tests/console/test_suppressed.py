"""What a researcher sees of a participant whom mail does not reach, and sending mail again."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.withdrawal import Level, withdraw
from tests.factories import make_participant

pytestmark = pytest.mark.django_db

REASONS = {"bounced": "came back", "dropped": "refused to send", "spam_report": "as spam"}
SHOWN = {
    "bounced": "mail came back, Mon",
    "dropped": "the provider dropped the mail, Mon",
    "spam_report": "reported as spam, Mon",
}


def page_of(admin: Client, participant: Participant, act: str = "change") -> str:
    address = reverse(f"admin:participants_participant_{act}", args=[participant.pk])
    return admin.get(address).content.decode()


@pytest.mark.parametrize(("reason", "shown"), SHOWN.items())
def test_the_page_shows_that_mail_stopped_why_and_since_when(
    admin: Client, now: datetime, reason: str, shown: str
) -> None:
    participant = make_participant()
    suppress_addresses({participant.pk: reason}, now=now)

    page = page_of(admin, participant)

    assert "Mon 11 Jan 2027, 10:00" in page
    assert "/send-mail-again/" in page
    assert shown in page


def test_whoever_gets_mail_has_no_such_button(admin: Client) -> None:
    assert "/send-mail-again/" not in page_of(admin, make_participant())


def test_the_list_shows_who_gets_no_mail(admin: Client, now: datetime) -> None:
    make_participant()
    withdraw(make_participant(), Level.STOP, now=now)
    suppress_addresses({make_participant().pk: "bounced"}, now=now)

    page = admin.get(reverse("admin:participants_participant_changelist")).content.decode()

    assert (page.count(">gets mail<"), page.count(">mail came back<")) == (1, 1)


@pytest.mark.parametrize(("reason", "sentence"), REASONS.items())
def test_sending_again_asks_first_and_warns(
    admin: Client, now: datetime, reason: str, sentence: str
) -> None:
    participant = make_participant()
    suppress_addresses({participant.pk: reason}, now=now)

    page = page_of(admin, participant, "send_mail_again")

    participant.refresh_from_db()
    assert sentence in page
    assert "take the address off it there" in page
    assert participant.suppressed_reason == reason


def test_sending_again_lifts_the_suppression_and_the_log_says_what_was_lifted(
    admin: Client, now: datetime
) -> None:
    participant = make_participant()
    suppress_addresses({participant.pk: "bounced"}, now=now)
    mark_unsubscribed(participant, now=now)

    for _ in range(2):
        admin.post(reverse("admin:participants_participant_send_mail_again", args=[participant.pk]))

    participant.refresh_from_db()
    assert participant.gets_mail
    assert participant.suppressed_reason == ""
    assert [str(entry) for entry in LogEntry.objects.all()] == [
        "Changed “P0001” — Mail is sent again "
        "(they had unsubscribed; the address was suppressed: bounced)."
    ]

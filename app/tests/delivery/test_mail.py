"""What lies in the participant's mailbox."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest

from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.unsubscribing import find_participant
from esmpress.prompts.links import token_hash
from tests.delivery.builders import invitation_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https://esm\.example\.org/s/([A-Za-z0-9_-]{20,64})")


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_an_invitation_is_addressed_to_one_and_answered_to_the_contact(
    smtp: SmtpServer, now: datetime
) -> None:
    make_prompt(make_participant(email="anna@example.org"))

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    assert message["Subject"] == "Your short questionnaire is open until 10:30"
    assert message["From"] == "ESMpress <noreply@esm.example.org>"
    assert message["To"] == "anna@example.org"
    assert message["Reply-To"] == "Dr Nowak <nowak@example.org>"
    assert message["Cc"] is None


def test_text_and_html_part_carry_the_same_link_and_closing_time(
    smtp: SmtpServer, now: datetime
) -> None:
    make_prompt()

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    text, html = part(message, "plain"), part(message, "html")
    assert set(LINK.findall(text)) == set(LINK.findall(html))
    assert "until 10:30" in text
    assert "until <strong>10:30</strong>" in html
    assert "%" not in text


def test_the_database_holds_the_hash_of_the_link_and_not_the_link(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now)

    [token] = LINK.findall(part(smtp.messages()[0], "plain"))
    prompt.refresh_from_db()
    assert prompt.token_hash is not None
    assert bytes(prompt.token_hash) == token_hash(token)


def test_the_closing_time_is_that_of_the_participants_zone(smtp: SmtpServer, now: datetime) -> None:
    make_prompt(make_participant(time_zone="America/New_York"))

    dispatch_due_notifications(now=now)

    assert "until 04:30" in part(smtp.messages()[0], "plain")


def test_polish_participants_are_written_to_in_polish(smtp: SmtpServer, now: datetime) -> None:
    make_prompt(make_participant(language="pl"))

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    assert message["Subject"] == "Krótka ankieta czeka do godziny 10:30"
    assert "Ankietę można otworzyć do godziny 10:30." in part(message, "plain")
    assert "Otwórz ankietę" in part(message, "html")


def test_a_message_id_is_opaque_and_the_same_for_every_attempt(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    smtp.orders.data_code = 451
    dispatch_due_notifications(now=now)
    smtp.orders.data_code = 0

    dispatch_due_notifications(now=now + timedelta(seconds=10))

    [message] = smtp.messages()
    assert message["Message-ID"] == f"<{invitation_of(prompt).public_id}@esm.example.org>"


def test_one_click_unsubscribing_is_offered_with_a_link_of_the_participants_own(
    smtp: SmtpServer, now: datetime
) -> None:
    participant = make_participant()
    make_prompt(participant)

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    address = message["List-Unsubscribe"].strip(" <>")
    place = "https://esm.example.org/api/participant/unsubscribe/"
    assert address.startswith(place)
    assert find_participant(address.removeprefix(place)) == participant
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in part(message, "plain")


def test_a_reminder_repeats_the_link_and_says_that_it_reminds(
    smtp: SmtpServer, now: datetime
) -> None:
    make_prompt()
    dispatch_due_notifications(now=now)

    dispatch_due_notifications(now=now + timedelta(minutes=10))

    invitation, reminder = smtp.messages()
    assert reminder["Subject"] == "Reminder: your questionnaire is open until 10:30"
    assert LINK.findall(part(reminder, "plain")) == LINK.findall(part(invitation, "plain"))
    assert reminder["Message-ID"] != invitation["Message-ID"]


def test_a_study_title_can_hold_signs_html_reserves(smtp: SmtpServer, now: datetime) -> None:
    study = make_study(title={"en": "Stress & <sleep>"}, scheme=FIXED | {"reminders": []})
    make_prompt(make_participant(study))

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    assert "“Stress & <sleep>”" in part(message, "plain")
    assert "Stress &amp; &lt;sleep&gt;" in part(message, "html")


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_subject_says_what_the_study_is_about(
    language: str, smtp: SmtpServer, now: datetime
) -> None:
    title = {"en": "Living with psychosis", "pl": "Życie z psychozą"}
    make_prompt(make_participant(make_study(title=title), language=language))
    dispatch_due_notifications(now=now)

    dispatch_due_notifications(now=now + timedelta(minutes=10))

    messages = smtp.messages()
    assert len(messages) == 2
    assert not [m for m in messages if title[language].split()[-1] in m["Subject"]]
    assert all(title[language] in part(message, "plain") for message in messages)


def test_a_window_across_midnight_closes_in_the_morning(smtp: SmtpServer) -> None:
    evening = datetime(2027, 1, 11, 18, 0, tzinfo=UTC)
    make_prompt(scheduled_at=evening, open_until=datetime(2027, 1, 12, 4, 0, tzinfo=UTC))

    dispatch_due_notifications(now=evening)

    assert "until Tuesday 05:00" in part(smtp.messages()[0], "plain")

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.prompts.event_links import find_event
from esmpress.studies.models import Schedule, Study
from tests.delivery.test_mail import part
from tests.doubles.smtp_server import SmtpServer
from tests.factories import (
    make_participant,
    make_prompt,
    make_questionnaire,
    make_schedule,
    make_study,
)

pytestmark = pytest.mark.django_db

LINK = re.compile(r"https://esm\.example\.org/e/([A-Za-z0-9_-]+)")
PANIC = {"en": "A panic attack", "pl": "Atak paniki"}
DRINK = {"en": "A drink", "pl": "Alkohol"}


def on_event(study: Study, title: dict[str, str]) -> Schedule:
    """One more schedule of the study, by which participants report what the title names."""
    scheme = {"kind": "on_event", "days": 3, "response_window_minutes": 30}
    questionnaire = make_questionnaire(title=title)
    return make_schedule(study, name=title["en"], scheme=scheme, questionnaire=questionnaire)


def test_an_invitation_ends_with_the_participants_own_link_for_events(
    smtp: SmtpServer, now: datetime
) -> None:
    study = make_study()
    schedule, participant = on_event(study, PANIC), make_participant(study)
    make_prompt(participant)

    dispatch_due_notifications(now=now)

    text, html = (part(smtp.messages()[0], kind) for kind in ("plain", "html"))
    [token] = set(LINK.findall(text)) & set(LINK.findall(html))
    link = find_event(token)
    assert (link.participant, link.schedule) == (participant, schedule)
    assert "Did something happen (“A panic attack”)? Report it here: https://esm" in text
    assert "Did something happen (“A panic attack”)?" in html
    assert "%" not in text


def test_polish_participants_read_of_events_in_polish(smtp: SmtpServer, now: datetime) -> None:
    study = make_study()
    on_event(study, PANIC)
    make_prompt(make_participant(study, language="pl"))

    dispatch_due_notifications(now=now)

    text, html = (part(smtp.messages()[0], kind) for kind in ("plain", "html"))
    assert "Coś się wydarzyło („Atak paniki”)? Zgłoś to tutaj: https://esm" in text
    assert "Zgłoś to tutaj</a>" in html


def test_what_can_be_reported_stands_in_two_lines_with_two_links(
    smtp: SmtpServer, now: datetime
) -> None:
    study = make_study()
    schedules = [on_event(study, PANIC), on_event(study, DRINK)]
    make_prompt(make_participant(study))

    dispatch_due_notifications(now=now)

    text = part(smtp.messages()[0], "plain")
    lines = [line for line in text.splitlines() if LINK.search(line)]
    assert [find_event(token).schedule for token in LINK.findall(text)] == schedules
    assert ["A panic attack" in lines[0], "A drink" in lines[1]] == [True, True]


def test_each_recipient_of_one_request_gets_their_own_link(
    sendgrid: SendGridServer, now: datetime
) -> None:
    study = make_study()
    on_event(study, PANIC)
    people = [make_participant(study) for _ in range(3)]
    for participant in people:
        make_prompt(participant)

    dispatch_due_notifications(now=now)

    links = {mail.to: LINK.findall(mail.text) for mail in sendgrid.mails()}
    found = {to: find_event(token).participant for to, [token] in links.items()}
    assert sendgrid.requests == 1
    assert found == {person.contact.email: person for person in people}


def test_what_the_database_refuses_about_events_costs_a_line_and_no_message(
    smtp: SmtpServer, now: datetime
) -> None:
    study = make_study()
    schedule = on_event(study, PANIC)
    make_prompt(make_participant(study))
    with connection.cursor() as cursor:
        # Whoever reads the schedule's versions fails, in the transaction that picks what is due.
        cursor.execute("ALTER TABLE questionnaires_questionnaireversion RENAME TO elsewhere")

    dispatch_due_notifications(now=now)

    [message] = smtp.messages()
    assert (schedule.pk > 0, LINK.findall(part(message, "plain"))) == (True, [])


def test_a_reminder_leaves_the_line_out(smtp: SmtpServer, now: datetime) -> None:
    study = make_study()
    on_event(study, PANIC)
    make_prompt(make_participant(study))
    dispatch_due_notifications(now=now)

    dispatch_due_notifications(now=now + timedelta(minutes=10))

    invitation, reminder = (part(message, "plain") for message in smtp.messages())
    assert [bool(LINK.search(text)) for text in (invitation, reminder)] == [True, False]


@pytest.mark.parametrize(
    ("start_date", "is_offered"),
    [
        (date(2027, 1, 12), False),
        (date(2027, 1, 11), True),
        (date(2027, 1, 9), True),
        (date(2027, 1, 8), False),
    ],
)
def test_the_line_stands_there_in_the_days_of_its_schedule(
    smtp: SmtpServer, now: datetime, start_date: date, is_offered: bool
) -> None:
    study = make_study()
    on_event(study, PANIC)
    make_prompt(make_participant(study, start_date=start_date))

    dispatch_due_notifications(now=now)

    assert bool(LINK.search(part(smtp.messages()[0], "plain"))) is is_offered

"""What a researcher wrote goes out once to each who may be written to, or is left in doubt."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings

from esmpress.accounts.models import Researcher
from esmpress.delivery.letters.purging import delete_old_letters
from esmpress.delivery.letters.sending import LEASE, send_letters
from esmpress.delivery.letters.written import (
    AlreadyWritten,
    Author,
    NobodyToWriteTo,
    write_to_many,
)
from esmpress.delivery.letters.written_text import faults_of_written
from esmpress.delivery.messages.study_mail import OwnText
from esmpress.delivery.models import Letter, WrittenMessage
from esmpress.participants.models import Participant
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.withdrawal import Level, withdraw
from tests.delivery.letters.test_texts import part
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
TEXT = OwnText("A word from us", "Hello,\n\nthe lab is **closed** on Monday. {{contact_name}}")


@pytest.fixture
def author() -> Author:
    return Author(Researcher.objects.create_user("anna@example.org").pk, uuid4())


@pytest.fixture
def ola() -> Participant:
    return make_participant(make_study(contact_name="Dr Nowak"), email="ola@example.org")


def write(
    author: Author, *people: Participant, now: datetime, text: OwnText = TEXT
) -> list[Participant]:
    return write_to_many(people[0].study, [one.pk for one in people], text, author, now=now)


def states() -> Iterator[tuple[str, str]]:
    return Letter.objects.order_by("pk").values_list("status", "reason").iterator()


def test_each_gets_it_once_from_the_study(
    smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    jan = make_participant(ola.study, email="jan@example.org")
    write(author, ola, jan, now=now)

    assert [send_letters(now=now + DAY), send_letters(now=now + 2 * DAY)] == [2, 0]

    mails = smtp.messages()
    assert sorted(mail["To"] for mail in mails) == ["jan@example.org", "ola@example.org"]
    assert {mail["Subject"] for mail in mails} == {"A word from us"}
    assert {mail["Reply-To"] for mail in mails} == {"Dr Nowak <nowak@example.org>"}


def test_it_leads_out_of_all_messages_and_fills_what_stands_in_braces(
    smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    text = OwnText("Yours", "By {{contact_name}}. [Your page]({{portal}}) {braces}")
    write(author, ola, now=now, text=text)

    send_letters(now=now)

    [mail] = smtp.messages()
    plain, html = part(mail, "plain"), part(mail, "html")
    assert "By Dr Nowak." in plain
    assert "/me/" in plain
    assert "{braces}" in plain
    leave = mail["List-Unsubscribe"].strip(" <>")
    assert "/unsubscribe/" in leave
    assert leave in plain
    assert leave in html
    assert "%" not in plain


def test_the_same_form_writes_once(author: Author, ola: Participant, now: datetime) -> None:
    write(author, ola, now=now)

    with pytest.raises(AlreadyWritten):
        write(author, ola, now=now)

    assert Letter.objects.count() == WrittenMessage.objects.count() == 1


def test_the_database_refuses_a_second_letter_of_one_text(
    author: Author, ola: Participant, now: datetime
) -> None:
    write(author, ola, now=now)
    letter = Letter.objects.get()
    letter.pk, letter.public_id = None, uuid4()

    with pytest.raises(IntegrityError), transaction.atomic():
        letter.save()


def test_who_wants_no_mail_has_left_or_is_not_reached_gets_none(
    author: Author, ola: Participant, now: datetime
) -> None:
    others = [make_participant(ola.study) for _ in range(3)]
    mark_unsubscribed(others[0], now=now)
    suppress_addresses({others[1].pk: "bounced"}, now=now)
    withdraw(others[2], Level.STOP, tells=False, now=now)

    assert write(author, ola, *others, now=now) == [ola]
    with pytest.raises(NobodyToWriteTo):
        write(Author(author.researcher_id, uuid4()), *others, now=now)
    assert WrittenMessage.objects.count() == 1


def test_nobody_of_another_study_gets_it(author: Author, ola: Participant, now: datetime) -> None:
    assert write(author, ola, make_participant(), now=now) == [ola]


def test_no_more_than_two_a_day(author: Author, ola: Participant, now: datetime) -> None:
    def again(at: datetime) -> list[Participant]:
        return write(Author(author.researcher_id, uuid4()), ola, now=at)

    assert [again(now), again(now)] == [[ola], [ola]]
    with pytest.raises(NobodyToWriteTo):
        again(now + DAY - timedelta(seconds=1))
    assert again(now + DAY) == [ola]


@pytest.mark.parametrize("what", ["unsubscribed", "suppressed", "withdrawn"])
def test_whoever_leaves_before_it_goes_out_does_not_get_it(
    what: str, smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    write(author, ola, now=now)
    if what == "withdrawn":
        withdraw(ola, Level.STOP, tells=False, now=now)
    elif what == "suppressed":
        suppress_addresses({ola.pk: "bounced"}, now=now)
    else:
        mark_unsubscribed(ola, now=now)

    assert send_letters(now=now) == 0

    assert smtp.recipients == []
    assert list(states()) == [("failed", what)]


def test_what_is_in_doubt_is_not_sent_again(
    smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    smtp.orders.hang_up_after_data = True
    write(author, ola, now=now)

    for day in range(3):
        send_letters(now=now + day * DAY)

    assert [status for status, _ in states()] == ["uncertain"]
    assert Letter.objects.get().attempts == 1


def test_what_a_dead_worker_had_handed_over_is_not_sent_again(
    smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    write(author, ola, now=now)
    Letter.objects.update(due_at=now + LEASE, attempts=1, doubts=1)

    assert send_letters(now=now + LEASE) == 0

    assert smtp.recipients == []
    assert [status for status, _ in states()] == ["uncertain"]


def test_what_a_dead_worker_had_only_taken_is_sent(
    smtp: SmtpServer, author: Author, ola: Participant, now: datetime
) -> None:
    write(author, ola, now=now)
    Letter.objects.update(due_at=now + LEASE, attempts=1)

    assert send_letters(now=now + LEASE) == 1
    assert smtp.recipients == ["ola@example.org"]


def test_a_server_that_is_away_is_tried_again(
    author: Author, ola: Participant, now: datetime, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    write(author, ola, now=now)

    send_letters(now=now)

    assert [status for status, _ in states()] == ["planned"]
    assert Letter.objects.get().doubts == 0


def test_others_find_their_way_between_many(
    author: Author, ola: Participant, now: datetime
) -> None:
    others = [make_participant(ola.study) for _ in range(2)]
    write(author, ola, *others, now=now)

    due = Letter.objects.order_by("pk").values_list("due_at", flat=True)
    assert [at - now for at in due] == [timedelta(seconds=place / 2) for place in range(3)]


def test_it_stays_when_old_letters_go(author: Author, ola: Participant, now: datetime) -> None:
    write(author, ola, now=now)

    assert delete_old_letters(now=now + 60 * DAY) == 0
    assert Letter.objects.exists()


def test_it_goes_with_whom_it_was_written_to(
    author: Author, ola: Participant, now: datetime
) -> None:
    write(author, ola, now=now)

    withdraw(ola, Level.FORGET, tells=False, now=now)

    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("subject", "body", "field", "sentence"),
    [
        ("", "Hello", "subject", "Write a subject."),
        ("Hi", " ", "body", "Write a text."),
        ("Hi", "Go to {{link}}", "body", "{{link}} stands for nothing here"),
        ("Hi", "Until {{closing_time}}", "body", "{{closing_time}} stands for nothing here"),
        ("Hi", "{{nam}}", "body", "Line 1: {{nam}} is unknown"),
        ("Hi", "{{study", "body", "has no partner"),
        ("Hi", "a\n\n[x](javascript:1)", "body", "no link can go to"),
        ("Hi {{portal}}", "a", "subject", "does not belong into a subject"),
        ("Hi", "a" * 21_000, "body", "at most 20"),
    ],
)
def test_a_text_with_a_fault_is_named(subject: str, body: str, field: str, sentence: str) -> None:
    faults = faults_of_written(OwnText(subject, body))

    assert sentence in " ".join(faults[field])


def test_a_good_text_has_none() -> None:
    assert faults_of_written(TEXT) == {}

"""When letters go out, how often, and what is left of them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from esmpress.delivery import letters
from esmpress.delivery.letters.purging import delete_old_letters
from esmpress.delivery.letters.sending import LEASE, MOST_DOUBTS, send_letters
from esmpress.delivery.models import Letter
from tests.delivery.builders import as_worker
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def write_link(now: datetime, **fields: Any) -> Letter:
    participant = make_participant(email="ola@example.org")
    return letters.write(
        "portal_link", study=participant.study, participant=participant, now=now, **fields
    )


def states() -> Iterator[tuple[str, str]]:
    return Letter.objects.values_list("status", "reason").iterator()


def test_a_letter_goes_out_once_to_the_participants_address(
    smtp: SmtpServer, now: datetime
) -> None:
    write_link(now)

    assert [send_letters(now=now), send_letters(now=now + DAY)] == [1, 0]

    assert smtp.recipients == ["ola@example.org"]
    assert list(states()) == [("sent", "")]


def test_an_idle_tick_asks_once(now: datetime) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert send_letters(now=now) == 0

    assert len(queries) == 1


def test_a_letter_is_not_there_when_what_it_tells_failed(smtp: SmtpServer, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        write_link(now)
        raise ZeroDivisionError

    assert send_letters(now=now) == 0


def test_an_own_address_outlives_the_contact_and_goes_with_the_letter(
    smtp: SmtpServer, now: datetime
) -> None:
    letter = write_link(now, email="ola@example.org")
    assert letter.participant is not None
    letter.participant.contact.delete()
    assert b"ola" not in bytes(Letter.objects.get().sealed_email or b"")

    send_letters(now=now)

    assert smtp.recipients == ["ola@example.org"]
    assert Letter.objects.get().sealed_email is None


def test_the_database_keeps_no_address_of_a_settled_letter(now: datetime) -> None:
    letter = write_link(now, email="ola@example.org")

    with pytest.raises(IntegrityError, match="letter_keeps_no_address_once_settled"):
        Letter.objects.filter(pk=letter.pk).update(status="sent", settled_at=now)


def test_without_an_address_a_letter_fails(smtp: SmtpServer, now: datetime) -> None:
    letter = write_link(now)
    assert letter.participant is not None
    letter.participant.contact.delete()

    send_letters(now=now)

    assert list(states()) == [("failed", "there is no address any more")]
    assert smtp.recipients == []


def test_a_letter_waits_for_a_server_that_is_away_but_not_for_ever(
    closed_port: int, settings: Settings, now: datetime
) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", closed_port
    write_link(now)

    send_letters(now=now)
    waiting = Letter.objects.get()
    send_letters(now=now + 3 * DAY)

    assert waiting.status == "planned"
    assert now < waiting.due_at <= now + timedelta(minutes=5)
    assert Letter.objects.get().status == "failed"


def test_a_letter_of_unknown_outcome_goes_out_again_a_few_times(
    smtp: SmtpServer, now: datetime
) -> None:
    smtp.orders.hang_up_after_data = True
    write_link(now)

    for day in range(5):
        send_letters(now=now + day * DAY)

    assert Letter.objects.get().status == "uncertain"
    assert Letter.objects.get().attempts == MOST_DOUBTS


def test_what_a_dead_worker_left_is_taken_up_after_its_lease(
    smtp: SmtpServer, now: datetime
) -> None:
    letter = write_link(now)
    Letter.objects.filter(pk=letter.pk).update(due_at=now + LEASE, attempts=1)

    assert send_letters(now=now + LEASE - timedelta(seconds=1)) == 0
    assert send_letters(now=now + LEASE) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_letter_once(smtp: SmtpServer, now: datetime) -> None:
    for _ in range(10):
        participant = make_participant()
        letters.write("portal_link", study=participant.study, participant=participant, now=now)

    with ThreadPoolExecutor(2) as pool:
        works = [pool.submit(as_worker, lambda: send_letters(now=now)) for _ in range(2)]

    assert sum(work.result() for work in works) == 10
    assert len(set(smtp.recipients)) == len(smtp.recipients) == 10


@pytest.mark.django_db(transaction=True)
def test_a_letter_another_worker_is_taking_is_passed_over(smtp: SmtpServer, now: datetime) -> None:
    write_link(now)

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        Letter.objects.select_for_update().get()
        # Whoever waited for the other would take the same letter after it.
        sent = pool.submit(as_worker, lambda: send_letters(now=now)).result(timeout=60)

    assert sent == 0


def test_old_letters_are_deleted(now: datetime) -> None:
    write_link(now)

    assert delete_old_letters(now=now + 30 * DAY) == 0
    assert delete_old_letters(now=now + 31 * DAY) == 1

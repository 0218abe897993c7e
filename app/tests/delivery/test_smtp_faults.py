"""What the ledger knows after the mail server refused, hung up or was not there."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Contact
from tests.delivery.builders import invitation_of, make_prompts, state_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def test_a_mailbox_that_is_full_now_is_tried_again(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    smtp.orders.rcpt_code = 450
    dispatch_due_notifications(now=now)
    smtp.orders.rcpt_code = 0

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert len(smtp.taken) == 1
    assert state_of(prompt) == ("accepted", "sent")
    assert (invitation_of(prompt).attempts, invitation_of(prompt).reason) == (2, "")


def test_a_refusal_of_the_text_for_now_is_tried_again(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    smtp.orders.data_code = 451

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("due", "planned")
    assert invitation_of(prompt).reason == "the mail server answered 451"


def test_the_waits_grow_and_are_spread(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt(make_participant(make_study(scheme=FIXED)), open_until=now + 9999 * SECOND)
    smtp.orders.data_code = 451
    moment, waits = now, []

    for _ in range(4):
        dispatch_due_notifications(now=moment)
        waits.append((invitation_of(prompt).due_at - moment).total_seconds())
        moment = invitation_of(prompt).due_at

    assert all(
        longest / 2 <= wait <= longest
        for wait, longest in zip(waits, (10, 20, 40, 80), strict=True)
    )


@pytest.mark.parametrize("code", [530, 550])
def test_a_refused_sender_waits_for_the_operator(
    code: int, smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    smtp.orders.mail_code = code
    dispatch_due_notifications(now=now)
    waiting, reason = state_of(prompt), invitation_of(prompt).reason
    smtp.orders.mail_code = 0

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert (waiting, reason) == (
        ("due", "planned"),
        f"the mail server refused the sender: {code}",
    )
    assert state_of(prompt) == ("accepted", "sent")


def test_an_unknown_mailbox_is_final_and_the_others_get_their_mail(
    smtp: SmtpServer, now: datetime
) -> None:
    study = make_study()
    unknown = make_prompt(make_participant(study, email="unknown@example.org"))
    [known] = make_prompts(1, study)
    smtp.orders.rcpt_codes = {"unknown@example.org": 550}

    dispatch_due_notifications(now=now)
    dispatch_due_notifications(now=now + 60 * SECOND)

    assert state_of(unknown) == ("failed", "not_sent")
    assert unknown.status_reason == "delivery_failed"
    assert state_of(known) == ("accepted", "sent")
    assert len(smtp.taken) == 1


def test_a_text_refused_for_good_is_final(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    smtp.orders.data_code = 554

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("failed", "not_sent")
    assert invitation_of(prompt).reason == "the mail server answered 554"


def test_a_connection_that_breaks_after_the_text_leaves_the_outcome_uncertain(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    smtp.orders.hang_up_after_data = True

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("uncertain", "sent")
    assert prompt.status_reason == "uncertain"
    assert invitation_of(prompt).reason == "the connection broke: SMTPServerDisconnected"


def test_an_uncertain_message_is_never_sent_again(smtp: SmtpServer, now: datetime) -> None:
    make_prompt(make_participant(make_study(scheme=FIXED | {"reminders": []})))
    smtp.orders.hang_up_after_data = True
    dispatch_due_notifications(now=now)
    smtp.orders.hang_up_after_data = False

    for minutes in (1, 5, 15, 60):
        dispatch_due_notifications(now=now + timedelta(minutes=minutes))

    assert len(smtp.taken) == 1


def test_a_server_that_hangs_up_now_and_then_loses_nothing(smtp: SmtpServer, now: datetime) -> None:
    make_prompts(5)
    smtp.orders.close_after_messages = 2

    dispatch_due_notifications(now=now)
    dispatch_due_notifications(now=now + 10 * SECOND)

    invitations = Notification.objects.filter(kind="invitation")
    assert set(invitations.values_list("status", flat=True)) == {"accepted"}
    assert len(smtp.recipients) == len(set(smtp.recipients)) == 5


def test_without_a_mail_server_nothing_is_lost(
    smtp: SmtpServer, now: datetime, settings: Settings, closed_port: int
) -> None:
    first, second = make_prompts(2)
    settings.EMAIL_PORT = closed_port
    dispatch_due_notifications(now=now)
    waiting = [state_of(first), state_of(second)]
    settings.EMAIL_PORT = smtp.port

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert waiting == [("due", "planned")] * 2
    assert [state_of(first), state_of(second)] == [("accepted", "sent")] * 2


def test_an_address_no_mail_can_be_made_for_does_not_hold_up_the_others(
    smtp: SmtpServer, now: datetime
) -> None:
    odd, good = make_prompts(2)
    contact = Contact.objects.get(participant=odd.participant)
    contact.set_email("two words@exam\nple.org")
    contact.save()

    dispatch_due_notifications(now=now)

    assert state_of(odd) == ("failed", "not_sent")
    assert state_of(good) == ("accepted", "sent")

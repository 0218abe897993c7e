"""What becomes of messages nobody knows the outcome of, when no event tells it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from esmpress.delivery.snoozing import snooze
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.delivery.uncertain import settle_uncertain
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from tests.delivery.builders import invitation_of, make_notification, state_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
GRACE = timedelta(minutes=5)


def send_into_the_dark(smtp: SmtpServer, now: datetime, **study: Any) -> Prompt:
    """A prompt whose invitation was taken by a server that hung up before saying so."""
    scheme = FIXED | {"reminders": []}
    prompt = make_prompt(make_participant(make_study(scheme=scheme, **study)))
    smtp.orders.hang_up_after_data = True
    dispatch_due_notifications(now=now)
    smtp.orders.hang_up_after_data = False
    assert state_of(prompt) == ("uncertain", "sent")
    return prompt


def test_within_the_grace_events_may_still_tell(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)

    settled = settle_uncertain(now=now + GRACE - SECOND)

    row = invitation_of(prompt)
    assert settled == 0
    assert (row.status, row.uncertain_at, row.settled_at) == ("uncertain", now, None)


def test_by_default_nothing_is_sent_a_second_time(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now)

    settled = settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    row = invitation_of(prompt)
    assert (settled, len(smtp.taken)) == (1, 1)
    assert (row.status, row.settled_at) == ("uncertain", now + GRACE)
    assert settle_uncertain(now=now + 2 * GRACE) == 0


def test_a_study_can_have_it_sent_again_once(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)

    settle_uncertain(now=now + GRACE)
    smtp.orders.hang_up_after_data = True
    dispatch_due_notifications(now=now + GRACE)
    again = settle_uncertain(now=now + 2 * GRACE)
    dispatch_due_notifications(now=now + 2 * GRACE)

    row = invitation_of(prompt)
    assert (again, len(smtp.taken)) == (0, 2)
    assert (row.status, row.uncertain_at, row.settled_at) == ("uncertain", now, now + GRACE)


def test_sent_again_and_accepted_it_is_certain(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)

    settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    assert state_of(prompt) == ("accepted", "sent")
    assert (prompt.status_reason, prompt.sent_at) == ("", now)


def test_too_late_to_be_of_use_it_is_not_sent_again(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)

    settle_uncertain(now=now + timedelta(minutes=23))

    assert (invitation_of(prompt).status, prompt.status) == ("uncertain", "sent")


def test_what_became_too_late_while_it_waited_to_go_again_stays_sent(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    settle_uncertain(now=now + GRACE)

    dispatch_due_notifications(now=now + timedelta(minutes=23))

    row = invitation_of(prompt)
    assert len(smtp.taken) == 1
    assert state_of(prompt) == ("uncertain", "sent")
    assert (row.reason, row.settled_at) == ("not sent again: late", now + timedelta(minutes=23))
    assert prompt.status_reason == "uncertain"


def test_who_opened_the_questionnaire_had_the_message(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    lifecycle.mark_opened(prompt, now=now + 60 * SECOND)

    settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    row = invitation_of(prompt)
    assert len(smtp.taken) == 1
    assert (row.status, row.delivered_at) == ("delivered", now + 60 * SECOND)


def test_of_two_messages_nobody_knows_which_was_opened(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now)
    make_notification(prompt, kind="reminder_1", status="accepted", handed_over_at=now)
    lifecycle.mark_opened(prompt, now=now + 60 * SECOND)

    settle_uncertain(now=now + GRACE)

    assert invitation_of(prompt).status == "uncertain"


def test_a_message_that_still_waits_is_no_second_one(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now)
    make_notification(prompt, kind="reminder_1", planned_at=now + 4 * GRACE)
    lifecycle.mark_opened(prompt, now=now + 60 * SECOND)

    settle_uncertain(now=now + GRACE)

    assert invitation_of(prompt).status == "delivered"


def test_what_was_called_off_meanwhile_does_not_go_again(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    lifecycle.cancel_prompts(Prompt.objects.all(), reason="withdrawn", now=now)

    settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    assert len(smtp.taken) == 1
    assert state_of(prompt) == ("uncertain", "cancelled")


def test_opened_while_it_waited_to_go_again_it_had_arrived(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    settle_uncertain(now=now + GRACE)
    lifecycle.mark_opened(prompt, now=now + GRACE + SECOND)

    dispatch_due_notifications(now=now + GRACE + 2 * SECOND)

    row = invitation_of(prompt)
    assert len(smtp.taken) == 1
    assert (row.status, row.delivered_at) == ("delivered", now + GRACE + SECOND)


def test_a_refusal_of_the_second_does_not_deny_the_first(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    settle_uncertain(now=now + GRACE)
    smtp.orders.data_code = 554

    dispatch_due_notifications(now=now + GRACE)

    assert state_of(prompt) == ("uncertain", "sent")
    assert invitation_of(prompt).reason == "not sent again: the mail server answered 554"


def test_whoever_has_the_reminder_needs_no_second_invitation(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True)
    make_notification(
        prompt, kind="reminder_1", status="accepted", handed_over_at=now + 4 * 60 * SECOND
    )

    settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    assert len(smtp.taken) == 1
    assert state_of(prompt) == ("uncertain", "sent")


def test_whoever_asks_to_be_reminded_had_the_message(smtp: SmtpServer, now: datetime) -> None:
    prompt = send_into_the_dark(smtp, now, resend_uncertain=True, snooze_minutes=10)
    prompt.refresh_from_db()
    snooze(prompt, now=now + 60 * SECOND)

    settle_uncertain(now=now + GRACE)
    dispatch_due_notifications(now=now + GRACE)

    row = invitation_of(prompt)
    assert len(smtp.taken) == 1
    assert (row.status, row.delivered_at) == ("delivered", now + 60 * SECOND)
    assert state_of(prompt) == ("delivered", "sent")
    assert prompt.status_reason == ""

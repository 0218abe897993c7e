"""A message that surely did not go out is tried until its window is nearly over."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications, settle_leases
from esmpress.prompts.models import Prompt
from tests.delivery.builders import claim, invitation_of, make_notification, state_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_prompt

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
LEASE = timedelta(minutes=2)
MINUTE = timedelta(minutes=1)


def dispatch_until(prompt: Prompt, end: datetime, *, start: datetime) -> None:
    """Dispatch whenever the invitation is due again, until it is settled or `end`."""
    moment = start
    while moment <= end:
        dispatch_due_notifications(now=moment)
        row = invitation_of(prompt)
        if row.status != "due":
            return
        moment = row.due_at


def test_an_outage_of_25_minutes_costs_no_invitation_of_a_long_window(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt(open_until=now + 120 * MINUTE)
    smtp.orders.data_code = 451
    dispatch_until(prompt, now + 25 * MINUTE, start=now)
    smtp.orders.data_code = 0

    dispatch_due_notifications(now=now + 30 * MINUTE)

    assert state_of(prompt) == ("accepted", "sent")
    assert invitation_of(prompt).attempts > 8


def test_a_refusal_until_too_late_is_a_failure_with_what_the_server_said_last(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    smtp.orders.data_code = 451

    dispatch_until(prompt, now + 60 * MINUTE, start=now)

    row = invitation_of(prompt)
    assert state_of(prompt) == ("failed", "not_sent")
    assert row.reason == f"late (attempts: {row.attempts}): the mail server answered 451"
    assert prompt.status_reason == "delivery_failed"
    assert row.settled_at == now + 22.5 * MINUTE + SECOND


def test_a_wait_beyond_the_window_is_kept_and_the_row_settled_on_time(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    sendgrid.orders.status, sendgrid.orders.headers = 429, {"Retry-After": "86400"}

    dispatch_until(prompt, now + 60 * MINUTE, start=now)

    assert sendgrid.requests == 1
    assert invitation_of(prompt).reason == "late (attempts: 1): SendGrid answered 429"
    assert invitation_of(prompt).settled_at == now + 22.5 * MINUTE + SECOND


def test_the_wait_stays_short_however_often_it_was_tried(smtp: SmtpServer, now: datetime) -> None:
    notification = make_notification(attempts=1000, open_until=now + timedelta(days=7))
    smtp.orders.data_code = 451

    dispatch_due_notifications(now=now)

    wait = invitation_of(notification.prompt).due_at - now
    assert 2.5 * MINUTE <= wait <= 5 * MINUTE


def test_a_row_its_worker_died_with_waits_no_longer_and_counts_no_attempt(
    smtp: SmtpServer, now: datetime
) -> None:
    make_notification()
    for round_ in range(5):
        claim(channel="smtp", limit=1, now=now + round_ * LEASE)
        settle_leases(now=now + (round_ + 1) * LEASE)

    row = Notification.objects.get()

    assert (row.status, row.attempts, row.due_at) == ("due", 0, now)

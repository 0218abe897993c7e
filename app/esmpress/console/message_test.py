"""A test mail to the researcher who writes a message, and what became of it in words."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry

from esmpress.accounts.models import Researcher
from esmpress.console.message_form import MessageForm
from esmpress.console.message_preview import sample_message
from esmpress.delivery.channels import active_channel, open_channel, send
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, Outcome, TemporaryFailure, Unknown

SENT = "Sent a test mail"
MAX_TESTS = 10
WITHIN = timedelta(minutes=10)


class TooManyTests(Exception):
    """The researcher has sent enough test mails for now."""


def send_test(form: MessageForm, researcher: Researcher, *, now: datetime) -> Outcome:
    """Send what was typed to the researcher's own address, marked as a test; what became of it.

    Raises TooManyTests.
    """
    before = LogEntry.objects.filter(
        user_id=researcher.pk, change_message__startswith=SENT, action_time__gt=now - WITHIN
    )
    if before.count() >= MAX_TESTS:
        raise TooManyTests
    message = sample_message(form, to=researcher.email, now=now)
    template = replace(message.template, subject=f"Test: {message.template.subject}")
    with closing(open_channel(active_channel())) as channel:
        return send(channel, [replace(message, template=template)])[0]


def outcome_in_words(outcome: Outcome, researcher: Researcher) -> str:
    """What to tell the researcher."""
    if isinstance(outcome, Accepted):
        channel = Notification.Channel(active_channel()).label
        return f"{SENT} to {researcher.email}: {channel} took it. Its links lead nowhere."
    if isinstance(outcome, Unknown):
        return f"It is unknown whether the test mail went out: {outcome.reason}."
    again = " Try again later." if isinstance(outcome, TemporaryFailure) else ""
    return f"The test mail was not sent: {outcome.reason}.{again}"

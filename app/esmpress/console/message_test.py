"""A test mail to the researcher who writes a message, and what became of it in words."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from esmpress.accounts.models import Researcher
from esmpress.console.message_form import MessageForm
from esmpress.console.message_preview import sample_message
from esmpress.delivery.channels import active_channel, open_channel, send
from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.lazy_texts import lazily

# The history is searched for them, whatever language who sent one reads.
SENT = "Sent a test mail"
NOT_SENT = "Tried to send a test mail"
MAX_TESTS = 10
WITHIN = timedelta(minutes=10)
# What channels say of errors whose names follow a colon.
_PLAIN = {
    "no connection to the mail server": lazily("the mail server cannot be reached"),
    "the connection broke": lazily("the connection to the mail server broke"),
    "the channel broke": lazily(
        "sending failed in ESMpress itself; whoever runs it finds why in the log"
    ),
    "no e-mail can be made of it": lazily("no e-mail can be made of it"),
    "SendGrid was not reached": lazily("SendGrid cannot be reached"),
    "no answer from SendGrid": lazily("SendGrid did not answer"),
}


class TooManyTests(Exception):
    """The researcher has sent enough test mails for now."""


def send_test(form: MessageForm, researcher: Researcher, *, now: datetime) -> Outcome:
    """Send what was typed to the researcher's own address, marked as a test; what became of it.

    Raises TooManyTests.
    """
    return send_as_test(sample_message(form, to=researcher.email, now=now), researcher, now=now)


def send_as_test(message: Message, researcher: Researcher, *, now: datetime) -> Outcome:
    """Send a mail to the researcher, marked as a test; what became of it. Raises TooManyTests."""
    before = LogEntry.objects.filter(
        Q(change_message__startswith=SENT) | Q(change_message__startswith=NOT_SENT),
        user_id=researcher.pk,
        action_time__gt=now - WITHIN,
    )
    if before.count() >= MAX_TESTS:
        raise TooManyTests
    template = replace(message.template, subject=f"Test: {message.template.subject}")
    with closing(open_channel(active_channel())) as channel:
        return send(channel, [replace(message, template=template)])[0]


def outcome_in_words(outcome: Outcome, researcher: Researcher) -> str:
    """What to tell the researcher."""
    if isinstance(outcome, Accepted):
        channel = Notification.Channel(active_channel()).label
        return _("Sent a test mail to %(email)s: %(channel)s took it. Its links lead nowhere.") % {
            "email": researcher.email,
            "channel": channel,
        }
    if isinstance(outcome, Unknown):
        return _("It is unknown whether the test mail went out: %(why)s.") % {"why": _why(outcome)}
    if isinstance(outcome, TemporaryFailure):
        return _("The test mail was not sent: %(why)s. Try again later.") % {"why": _why(outcome)}
    return _("The test mail was not sent: %(why)s.") % {"why": _why(outcome)}


def outcome_for_the_log(outcome: Outcome, title: str) -> str:
    """The same for the study's history; `title` is that of the message."""
    if isinstance(outcome, Accepted):
        return f"{SENT} of the {title}."
    doubt = "unknown whether it went out" if isinstance(outcome, Unknown) else "not sent"
    with translation.override("en"):
        return f"{NOT_SENT} of the {title}, {doubt}: {_why(outcome)}."


def _why(outcome: TemporaryFailure | PermanentFailure | Unknown) -> str:
    """The channel's reason without the names errors have in programs."""
    return str(_PLAIN.get(outcome.reason.partition(": ")[0], outcome.reason.rstrip(".")))

"""Tokens and addresses stay out of everything that is written down."""

from __future__ import annotations

import logging
from datetime import datetime

import pytest

from devstack.sendgrid_double.server import KEY, SendGridServer
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.logs import RedactingFormatter
from esmpress.participants.models import Contact
from tests.delivery.builders import make_prompts
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_prompt

pytestmark = pytest.mark.django_db


def written(caplog: pytest.LogCaptureFixture) -> str:
    """The lines as production writes them."""
    [formatter] = [
        handler.formatter
        for handler in logging.getLogger().handlers
        if isinstance(handler.formatter, RedactingFormatter)
    ]
    return "\n".join(formatter.format(record) for record in caplog.records)


def test_sending_writes_no_token_and_no_address(
    smtp: SmtpServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_prompt()

    dispatch_due_notifications(now=now)

    text = smtp.messages()[0].as_string()
    token = text.partition("/s/")[2].split()[0]
    assert token not in caplog.text
    assert smtp.recipients[0] not in caplog.text


def test_the_sendgrid_client_writes_no_key_token_or_address(
    sendgrid: SendGridServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    make_prompt()

    dispatch_due_notifications(now=now)

    [mail] = sendgrid.mails()
    secrets = [KEY, mail.to, mail.text.partition("/s/")[2].split()[0]]
    secrets.append(mail.headers["List-Unsubscribe"].rpartition("/")[2])
    assert not [secret for secret in secrets if secret in written(caplog)]


def test_a_row_that_cannot_be_composed_is_logged_by_its_opaque_id(
    smtp: SmtpServer, now: datetime, caplog: pytest.LogCaptureFixture
) -> None:
    [prompt] = make_prompts(1)
    email = prompt.participant.contact.email
    Contact.objects.filter(participant=prompt.participant).delete()

    dispatch_due_notifications(now=now)

    assert str(prompt.notifications.get(kind="invitation").public_id) in written(caplog)
    assert email not in written(caplog)

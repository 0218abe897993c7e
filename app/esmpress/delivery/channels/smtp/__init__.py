"""SMTP through Django's e-mail backend: one connection, one message each."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)

_PERMANENT = 500


def send(messages: Iterable[Message]) -> Iterator[tuple[UUID, Outcome]]:
    """Send the messages one after another over one connection; each with its outcome."""
    connection = get_connection()
    try:
        for message in messages:
            outcome = _send_one(message, connection)
            if not isinstance(outcome, Accepted):
                # After a refusal the server may have hung up; the next message asks anew.
                connection.close()
            yield message.public_id, outcome
    finally:
        connection.close()


def _send_one(message: Message, connection: BaseEmailBackend) -> Outcome:
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        return TemporaryFailure(f"no connection to the mail server: {type(error).__name__}")
    try:
        _email(message, connection).send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(next(iter(error.recipients.values()))[0])
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        # The server may have taken the message before the connection broke.
        return Unknown(f"the connection broke: {type(error).__name__}")
    return Accepted("")


def _email(message: Message, connection: BaseEmailBackend) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        subject=message.filled(message.template.subject),
        body=message.filled(message.template.text),
        to=[message.to],
        reply_to=[message.reply_to],
        headers=message.headers,
        connection=connection,
    )
    email.attach_alternative(message.filled(message.template.html), "text/html")
    return email


def _refused(code: int) -> Outcome:
    reason = f"the mail server answered {code}"
    return PermanentFailure(reason) if code >= _PERMANENT else TemporaryFailure(reason)

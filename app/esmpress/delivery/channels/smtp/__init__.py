"""SMTP through Django's e-mail backend: a connection that is kept, one message each."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from datetime import datetime
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from esmpress.delivery.breaks import broke_in
from esmpress.delivery.channels.smtp.connections import POOL, Connection
from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.unsendable import reason_unsendable

_PERMANENT = 500


class SmtpChannel:
    """Sends over one connection, taken when the first message needs it."""

    # Few at once: a slow relay must not keep rows other workers could send.
    claim_limit = 50

    def __init__(self) -> None:
        self._connection: Connection | None = None
        self._unreachable: Outcome | None = None

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        """Every message alone, so that at most one is uncertain when the worker dies."""
        for message in messages:
            yield [message]

    def send(self, parcel: list[Message]) -> list[Outcome]:
        """Send the messages of a parcel one after another; each with its outcome."""
        return [self._send_one(message) for message in parcel]

    def may_send(self, *, now: datetime) -> bool:
        """Always: without a connection nothing is asked, and each row learns why it waits."""
        del now
        return True

    def close(self) -> None:
        """Leave the connection to the next tick."""
        if self._connection:
            POOL.give_back(self._connection)
            self._connection = None
        POOL.close_stale()

    def _send_one(self, message: Message) -> Outcome:
        if reason := reason_unsendable(message):
            return PermanentFailure(reason)
        connection = self._reach()
        if connection is None:
            assert self._unreachable is not None
            return self._unreachable
        was_used = connection.messages > 0
        outcome = self._over(connection, message)
        if was_used and self._connection is None and isinstance(outcome, TemporaryFailure):
            # The server ended a connection it had had enough of, before it saw this message.
            return self._send_one(message)
        return outcome

    def _over(self, connection: Connection, message: Message) -> Outcome:
        """Send over a connection, and let go of it if it cannot be used again."""
        outcome = _transmit(message, connection.backend)
        connection.note_message()
        # After a refusal the server may have hung up.
        if connection.is_stale or not (isinstance(outcome, Accepted) or connection.answers()):
            connection.close()
            self._connection = None
        return outcome

    def _reach(self) -> Connection | None:
        """The connection; when there is none the rest of the tick does not try again."""
        if self._connection is None and self._unreachable is None:
            try:
                self._connection = POOL.take()
            except OSError as error:
                self._unreachable = TemporaryFailure(_why_unreachable(error))
        return self._connection


def _why_unreachable(error: OSError) -> str:
    """For the operator: what the server lacks or refuses, without what was sent to it."""
    match error:
        case smtplib.SMTPNotSupportedError():
            # Of STARTTLS, or of logging in: smtplib's own sentence says which.
            return f"the mail server lacks what EMAIL_URL asks for: {error}"
        case smtplib.SMTPResponseException():
            return f"the mail server refused the log-in or STARTTLS: {error.smtp_code}"
        case ssl.SSLCertVerificationError():
            return f"the mail server's certificate is not valid: {error.verify_message}"
    return f"no connection to the mail server: {type(error).__name__}"


def _transmit(message: Message, backend: BaseEmailBackend) -> Outcome:
    try:
        _email(message, backend).send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(next(iter(error.recipients.values()))[0])
    except smtplib.SMTPSenderRefused as error:
        # The sender is the same for all: the operator's to mend, and no fault of the message.
        return TemporaryFailure(f"the mail server refused the sender: {error.smtp_code}")
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code)
    except OSError as error:
        return _broken(error)
    except ValueError as error:
        return PermanentFailure(f"no e-mail can be made of it: {type(error).__name__}")
    return Accepted("")


def _email(message: Message, backend: BaseEmailBackend) -> EmailMultiAlternatives:
    email = EmailMultiAlternatives(
        subject=message.filled(message.template.subject),
        body=message.filled(message.template.text),
        to=[message.to],
        reply_to=[formataddr((message.reply_name, message.reply_to))],
        headers=message.headers,
        connection=backend,
    )
    email.attach_alternative(message.filled(message.template.html), "text/html")
    return email


def _refused(code: int) -> Outcome:
    reason = f"the mail server answered {code}"
    return PermanentFailure(reason) if code >= _PERMANENT else TemporaryFailure(reason)


def _broken(error: OSError) -> Outcome:
    """Once the text is on its way the server may have taken it; before that it has not."""
    reason = f"the connection broke: {type(error).__name__}"
    return Unknown(reason) if broke_in(error, smtplib.SMTP.data) else TemporaryFailure(reason)

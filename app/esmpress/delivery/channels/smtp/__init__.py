"""SMTP through Django's e-mail backend: one connection, one message each."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from esmpress.delivery.breaks import broke_in
from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)

_PERMANENT = 500


class SmtpChannel:
    """Sends over one connection, opened when the first message needs it."""

    # Few at once: a slow relay must not keep rows other workers could send.
    claim_limit = 50

    def __init__(self) -> None:
        self._connection: BaseEmailBackend = get_connection()
        self._unreachable: Outcome | None = None

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        """Every message alone, so that at most one is uncertain when the worker dies."""
        for message in messages:
            yield [message]

    def send(self, parcel: list[Message]) -> list[Outcome]:
        """Send the messages of a parcel one after another; each with its outcome."""
        return [self._send_one(message) for message in parcel]

    def close(self) -> None:
        """Take leave of the mail server."""
        self._connection.close()

    def _send_one(self, message: Message) -> Outcome:
        if self._unreachable or not self._reach():
            assert self._unreachable is not None
            return self._unreachable
        outcome = _transmit(message, self._connection)
        if not isinstance(outcome, Accepted):
            # After a refusal the server may have hung up; the next message asks anew.
            self._connection.close()
        return outcome

    def _reach(self) -> bool:
        """Whether there is a connection; without one the rest of the tick does not try again."""
        try:
            self._connection.open()
        except OSError as error:
            reason = f"no connection to the mail server: {type(error).__name__}"
            self._unreachable = TemporaryFailure(reason)
        return self._unreachable is None


def _transmit(message: Message, connection: BaseEmailBackend) -> Outcome:
    try:
        _email(message, connection).send()
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


def _broken(error: OSError) -> Outcome:
    """Once the text is on its way the server may have taken it; before that it has not."""
    reason = f"the connection broke: {type(error).__name__}"
    return Unknown(reason) if broke_in(error, smtplib.SMTP.data) else TemporaryFailure(reason)

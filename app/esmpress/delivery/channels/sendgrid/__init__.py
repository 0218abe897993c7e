"""SendGrid through the official client: one request for up to 1000 recipients of a template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from urllib.error import URLError

from django.conf import settings
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from esmpress.delivery.breaks import broke_in
from esmpress.delivery.channels.sendgrid.parts import send_in_parts
from esmpress.delivery.channels.sendgrid.pausing import is_paused, pause
from esmpress.delivery.channels.sendgrid.replies import replies_of_refusal
from esmpress.delivery.channels.sendgrid.requests import mail_body
from esmpress.delivery.channels.sendgrid.tls import share_tls_context
from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.delivery.unsendable import reason_unsendable

GLOBAL_HOST = "https://api.sendgrid.com"
MAX_PERSONALIZATIONS = 1000
TIMEOUT_SECONDS = 20


class SendGridChannel:
    """Sends in as few requests as the templates allow."""

    claim_limit = MAX_PERSONALIZATIONS

    def __init__(self) -> None:
        self._client = make_client()
        self._has_refused = False

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        """The messages by template and reply address: one request each."""
        alike: dict[object, list[Message]] = defaultdict(list)
        for message in messages:
            alike[message.template, message.reply_to, message.reply_name].append(message)
        for group in alike.values():
            yield from _requests(group)

    def send(self, parcel: list[Message]) -> list[Outcome]:
        """Send one request, or several if it is too large; one outcome for each message."""
        faults = {message.public_id: reason_unsendable(message) for message in parcel}
        good = [message for message in parcel if not faults[message.public_id]]
        outcomes = iter(send_in_parts(good, self._post) if good else ())
        return [
            PermanentFailure(reason) if (reason := faults[message.public_id]) else next(outcomes)
            for message in parcel
        ]

    def may_send(self, *, now: datetime) -> bool:
        """Not after SendGrid asked to wait, or refused a whole request, for the rest of the tick.

        What speaks of the account holds for all its messages, in all processes.
        """
        return not self._has_refused and not is_paused(now=now)

    def _post(self, messages: list[Message]) -> list[Outcome | None]:
        """What SendGrid says of each message of one request, noting what it says of them all."""
        replies = self._ask(messages)
        if refusal := next((one for one in replies if isinstance(one, TemporaryFailure)), None):
            self._has_refused = True
            if refusal.retry_after is not None:
                pause(refusal.retry_after)
        return replies

    def _ask(self, messages: list[Message]) -> list[Outcome | None]:
        size = len(messages)
        try:
            response = self._client.client.mail.send.post(request_body=mail_body(messages))
        except HTTPError as error:
            return replies_of_refusal(error, size)
        except (OSError, HTTPException) as error:
            return [_outcome_of_break(error)] * size
        taken = HTTPStatus.OK if settings.SENDGRID_SANDBOX else HTTPStatus.ACCEPTED
        if response.status_code != taken:
            return [Unknown(f"SendGrid answered {response.status_code}")] * size
        return [Accepted(response.headers.get("X-Message-Id") or "")] * size

    def close(self) -> None:
        """Nothing to let go of: the official client opens a connection for each request.

        That is as it should be. Over a kept connection that the other end has just closed a request
        may be lost or not, and each such doubt is a message nobody dares to send again.
        """


def make_client() -> SendGridAPIClient:
    """The official client, for the host and data region of the settings."""
    share_tls_context()
    client = SendGridAPIClient(settings.SENDGRID_API_KEY, host=settings.SENDGRID_HOST)
    # An address of its own, like a double's, is never left for the real one.
    if settings.SENDGRID_EU and client.host == GLOBAL_HOST:
        client.set_sendgrid_data_residency("eu")
    client.client.timeout = TIMEOUT_SECONDS
    return client


def _requests(group: list[Message]) -> Iterator[list[Message]]:
    """Parts of a group that SendGrid takes in one request: each address stands there once."""
    while group:
        by_address: dict[str, Message] = {}
        rest: list[Message] = []
        for message in group:
            address = message.to.casefold()
            if address in by_address or len(by_address) == MAX_PERSONALIZATIONS:
                rest.append(message)
            else:
                by_address[address] = message
        yield list(by_address.values())
        group = rest


def _outcome_of_break(error: OSError | HTTPException) -> Outcome:
    """Surely not sent until the last byte was; then SendGrid may have taken the request."""
    cause = error.reason if isinstance(error, URLError) else error
    if isinstance(cause, OSError) and broke_in(cause, HTTPConnection.request):
        return TemporaryFailure(f"SendGrid was not reached: {type(cause).__name__}")
    return Unknown(f"no answer from SendGrid: {type(cause).__name__}")

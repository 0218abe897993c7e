"""SendGrid through the official client: one request for up to 1000 recipients of a template."""

from __future__ import annotations

import socket
from collections import defaultdict
from collections.abc import Iterable, Iterator
from urllib.error import URLError
from uuid import UUID

from django.conf import settings
from python_http_client.exceptions import HTTPError
from sendgrid import SendGridAPIClient

from esmpress.delivery.channels.sendgrid.replies import outcomes_of_refusal
from esmpress.delivery.channels.sendgrid.requests import mail_body
from esmpress.delivery.messages import Message
from esmpress.delivery.outcomes import Accepted, Outcome, TemporaryFailure, Unknown

MAX_PERSONALIZATIONS = 1000
TIMEOUT_SECONDS = 20


def send(messages: Iterable[Message]) -> Iterator[tuple[UUID, Outcome]]:
    """Send the messages in as few requests as their templates allow; each with its outcome."""
    client = _client()
    for batch in _batches(messages):
        for message, outcome in zip(batch, _send_batch(client, batch), strict=True):
            yield message.public_id, outcome


def _client() -> SendGridAPIClient:
    client = SendGridAPIClient(settings.SENDGRID_API_KEY, host=settings.SENDGRID_HOST)
    if settings.SENDGRID_EU:
        client.set_sendgrid_data_residency("eu")
    client.client.timeout = TIMEOUT_SECONDS
    return client


def _batches(messages: Iterable[Message]) -> Iterator[list[Message]]:
    alike: dict[object, list[Message]] = defaultdict(list)
    for message in messages:
        alike[message.template, message.reply_to].append(message)
    for group in alike.values():
        for start in range(0, len(group), MAX_PERSONALIZATIONS):
            yield group[start : start + MAX_PERSONALIZATIONS]


def _send_batch(client: SendGridAPIClient, batch: list[Message]) -> list[Outcome]:
    try:
        response = client.client.mail.send.post(request_body=mail_body(batch))
    except HTTPError as error:
        return outcomes_of_refusal(error, len(batch))
    except URLError as error:
        return [_not_reached(error)] * len(batch)
    except OSError as error:
        # The request was out; whether SendGrid took it is not known.
        return [Unknown(f"no answer from SendGrid: {type(error).__name__}")] * len(batch)
    return [Accepted(response.headers.get("X-Message-Id") or "")] * len(batch)


def _not_reached(error: URLError) -> Outcome:
    """Urllib wraps what goes wrong before a request is out, and time-outs while it goes out."""
    if isinstance(error.reason, ConnectionRefusedError | socket.gaierror):
        return TemporaryFailure(f"SendGrid was not reached: {type(error.reason).__name__}")
    return Unknown(f"no answer from SendGrid: {type(error.reason).__name__}")

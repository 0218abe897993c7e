"""The channels by name; each is a folder that knows nothing of the others."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

import structlog
from django.conf import settings

from esmpress.delivery.channels.sendgrid import SendGridChannel
from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Outcome, Unknown

log = structlog.get_logger(__name__)


class Channel(Protocol):
    """What carries messages; a parcel is what it hands over at once."""

    claim_limit: int

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        """The messages as they go out together."""

    def send(self, parcel: list[Message]) -> list[Outcome]:
        """Hand over one parcel; one outcome for each of its messages."""

    def may_send(self, *, now: datetime) -> bool:
        """Whether it is of use to hand over more, as far as the provider has said."""

    def close(self) -> None:
        """Let go of the connection, if there is one."""


def active_channel() -> str:
    """The name of the channel messages go by: SendGrid when there is a key for it, else SMTP."""
    named = Notification.Channel
    return named.SENDGRID if settings.SENDGRID_API_KEY else named.SMTP


def open_channel(name: str) -> Channel:
    """The channel of that name, for one tick."""
    return SendGridChannel() if name == Notification.Channel.SENDGRID else SmtpChannel()


def send(channel: Channel, parcel: list[Message]) -> list[Outcome]:
    """What became of each message of a parcel; a channel that breaks leaves `Unknown`."""
    try:
        return channel.send(parcel)
    except Exception as error:
        log.exception("channel_broke", channel=type(channel).__name__)
        return [Unknown(f"the channel broke: {type(error).__name__}")] * len(parcel)

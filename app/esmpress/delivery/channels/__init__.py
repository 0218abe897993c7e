"""The channels by name; each is a folder that knows nothing of the others."""

from __future__ import annotations

from uuid import UUID

import structlog
from django.conf import settings

from esmpress.delivery.channels import sendgrid, smtp
from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Outcome, Unknown

Channel = Notification.Channel

log = structlog.get_logger(__name__)


def active_channel() -> str:
    """The channel new messages go by: SendGrid when there is a key for it, else SMTP."""
    return Channel.SENDGRID if settings.SENDGRID_API_KEY else Channel.SMTP


def send(channel: str, messages: list[Message]) -> dict[UUID, Outcome]:
    """What became of each message by its public id; a channel that breaks leaves `Unknown`."""
    carry = sendgrid.send if channel == Channel.SENDGRID else smtp.send
    outcomes: dict[UUID, Outcome] = {}
    try:
        for public_id, outcome in carry(messages):
            outcomes[public_id] = outcome
    except Exception as error:
        log.exception("channel_broke", channel=channel)
        unknown = Unknown(f"the channel broke: {type(error).__name__}")
        return {message.public_id: unknown for message in messages} | outcomes
    return outcomes

"""The body of one v3 mail/send request."""

from __future__ import annotations

from email.utils import parseaddr
from typing import Any

from django.conf import settings

from esmpress.delivery.messages import Message


def mail_body(batch: list[Message]) -> dict[str, Any]:
    """The request for messages that share template and reply address.

    Custom arguments hold opaque ids only, and SendGrid's tracking is off: links stay ours.
    """
    first, template = batch[0], batch[0].template
    body: dict[str, Any] = {
        "personalizations": [_personalization(message) for message in batch],
        "from": _party(*parseaddr(settings.DEFAULT_FROM_EMAIL)),
        "reply_to": _party(first.reply_name, first.reply_to),
        "subject": template.subject,
        "content": [
            {"type": "text/plain", "value": template.text},
            {"type": "text/html", "value": template.html},
        ],
        "tracking_settings": {
            "click_tracking": {"enable": False, "enable_text": False},
            "open_tracking": {"enable": False},
            "subscription_tracking": {"enable": False},
            "ganalytics": {"enable": False},
        },
    }
    if settings.SENDGRID_SANDBOX:
        body["mail_settings"] = {"sandbox_mode": {"enable": True}}
    return body


def _personalization(message: Message) -> dict[str, Any]:
    return {
        "to": [{"email": message.to}],
        "substitutions": message.substitutions,
        "headers": message.headers,
        "custom_args": {"notification": message.public_id},
    }


def _party(name: str, address: str) -> dict[str, str]:
    return {"email": address, "name": name} if name else {"email": address}

"""Mails to researchers about the running of their study, over the channel messages go by."""

from __future__ import annotations

import uuid
from contextlib import closing
from html import escape

from django.conf import settings

from esmpress.delivery.channels import active_channel, open_channel, send
from esmpress.delivery.messages import Message, Template
from esmpress.delivery.outcomes import Outcome

_PAGE = (
    '<!doctype html><html lang="en"><body><pre style="font:inherit;white-space:pre-wrap">{}</pre>'
)


def send_service_mail(*, to: str, subject: str, text: str) -> Outcome:
    """Send one plain mail in English; what the provider said of it."""
    message = plain_message(str(uuid.uuid4()), to=to, subject=subject, text=text)
    with closing(open_channel(active_channel())) as channel:
        return send(channel, [message])[0]


def plain_message(public_id: str, *, to: str, subject: str, text: str) -> Message:
    """A mail of plain text.

    Whatever stands in `subject`, it is one line: nothing in it can become a header.
    """
    return Message(
        public_id=public_id,
        to=to,
        template=Template(
            subject=" ".join(subject.split()), text=text, html=_PAGE.format(escape(text))
        ),
        substitutions={},
        headers={
            "Message-ID": f"<{public_id}@{settings.MAIL_DOMAIN}>",
            "Auto-Submitted": "auto-generated",
        },
        reply_to=to,
    )

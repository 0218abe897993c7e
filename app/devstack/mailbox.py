"""Reads the mail catcher."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from devstack.browser import request


@dataclass(frozen=True)
class Invitation:
    """A mail that holds the link to a prompt."""

    subject: str
    recipient: str
    link: str
    token: str


def invitations(mail_address: str, participant_address: str) -> Iterator[Invitation]:
    """The mails with a link to the participant's page, the newest first."""
    pattern = re.compile(re.escape(participant_address) + r"/s/([A-Za-z0-9_-]{20,64})")
    mails: list[dict[str, Any]] = request(f"{mail_address}/email").json
    for mail in sorted(mails, key=lambda mail: str(mail["time"]), reverse=True):
        found = pattern.search(f"{mail.get('text', '')} {mail.get('html', '')}")
        if found:
            recipient = mail["to"][0]["address"]
            yield Invitation(mail["subject"], recipient, found.group(0), found.group(1))

"""Messages for tests of the channels, without a row in the ledger."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from esmpress.delivery.messages import LINK, Message, Template

TEMPLATE = Template(subject="A question", text=f"Open {LINK}", html=f"<p>{LINK}</p>")


def make_message(to: str, **changes: Any) -> Message:
    """A message as participants get it, changed where the test says."""
    usual: dict[str, Any] = {
        "public_id": str(uuid4()),
        "to": to,
        "template": TEMPLATE,
        "substitutions": {LINK: "https://esm.example.org/s/only-for-tests"},
        "headers": {
            "Message-ID": f"<{uuid4()}@esm.example.org>",
            "List-Unsubscribe": "<https://esm.example.org/unsubscribe>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
        "reply_to": "nowak@example.org",
    }
    return Message(**usual | changes)


def make_messages(count: int) -> list[Message]:
    """As many messages of one template, each to its own address."""
    return [make_message(f"p{number}@example.org") for number in range(count)]

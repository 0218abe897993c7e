"""The events of an accepted request, in the form the event webhook posts.

Checked against (stored copies, November 2026):
- twilio.com/docs/sendgrid/for-developers/tracking-events/event: the events, their properties, and
  custom arguments flattened into them;
- github.com/sendgrid/sendgrid-nodejs/issues/1193, a post as it came: `sg_event_id` is base64 of
  event, account, message and row; `sg_message_id` begins with the X-Message-Id of the answer;
- github.com/anymail/django-anymail/issues/108 and /pull/109: `smtp-id` is the Message-ID that was
  sent when the sender's domain is authenticated; events of the recipient's doing have none;
- discourse's commit fbe5a9c: a bounce may come without `status`, of type `blocked`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any

from devstack.sendgrid_double.orders import EventOrders

ACCOUNT = 18487912
Event = dict[str, Any]

_OF_THE_SERVER: dict[str, Event] = {
    "processed": {"send_at": 0},
    "delivered": {"response": "250 2.0.0 OK", "ip": "192.0.2.1", "tls": 1},
    "deferred": {"response": "451 4.7.1 try again later", "attempt": "1", "tls": 0},
    "bounce": {
        "reason": "550 5.1.1 The email account that you tried to reach does not exist",
        "status": "5.1.1",
        "type": "bounce",
        "bounce_classification": "Invalid Address",
        "ip": "192.0.2.1",
        "tls": 1,
    },
    "blocked": {
        "reason": "unable to get mx info: failed to get IPs from PTR record",
        "type": "blocked",
        "bounce_classification": "Unclassified",
        "tls": 0,
    },
    "dropped": {"reason": "Bounced Address", "status": "5.0.0"},
}
_OF_THE_RECIPIENT: dict[str, Event] = {
    "spamreport": {},
    "unsubscribe": {},
    "group_unsubscribe": {"asm_group_id": 1, "useragent": "Mozilla/5.0", "ip": "192.0.2.2"},
    "open": {"useragent": "Mozilla/5.0", "ip": "192.0.2.2"},
    "click": {"useragent": "Mozilla/5.0", "ip": "192.0.2.2", "url": "https://example.org/"},
}
KINDS = _OF_THE_SERVER | _OF_THE_RECIPIENT


def events_of(
    body: dict[str, Any], message_id: str, orders: EventOrders, *, timestamp: int
) -> Iterator[Event]:
    """What happens to each message of an accepted body, in the order it happens."""
    by_address, usual = orders.by_address, orders.usual
    for number, row in enumerate(body["personalizations"]):
        email = row["to"][0]["email"]
        names = by_address.get(email, usual)
        about = {
            "email": email,
            "sg_message_id": f"{message_id}.recvd-5f54b5d587-double-1-{timestamp:X}-{number:X}.0",
        }
        sent_as = (row.get("headers") or {}).get("Message-ID") or f"<{message_id}@ismtpd>"
        for place, name in enumerate(names):
            said = "bounce" if name == "blocked" else name
            yield {
                **about,
                "event": said,
                "timestamp": timestamp + place,
                "sg_event_id": _opaque(f"{said}-{place}-{ACCOUNT}-{message_id}-{number}"),
                **({"smtp-id": sent_as} if name in _OF_THE_SERVER else {}),
                **KINDS.get(name, {}),
                **(row.get("custom_args") or {}),
            }


def _opaque(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()

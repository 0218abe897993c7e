"""The event webhook: signed bodies received, kept and applied, beside the bare calls for them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import astuple
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from benchmarks.due import add_prompts, enter_invitations, make_mailed_study
from benchmarks.measuring import WALL, Figure, between_floors
from devstack.sendgrid_double.events import events_of
from devstack.sendgrid_double.orders import EventOrders
from devstack.sendgrid_double.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, Signer
from esmpress.delivery.events.applying import apply_events
from esmpress.delivery.events.reading import read_events
from esmpress.delivery.models import Notification
from esmpress.keys import parse_public_keys

MESSAGES = 2_500
USUAL, BOUNCED = ["processed", "delivered"], ["processed", "bounce"]
# Each of these suppresses an address and raises an alert.
BOUNCE_EVERY = 100
# Events in a body: in the evening rush, and in a quiet hour.
SIZES = (500, 5)
GOAL_A_SECOND = 500
SCHEDULED_AT = datetime(2027, 1, 11, 9, 0, tzinfo=UTC)

_RESET = (
    "TRUNCATE delivery_providerevent, delivery_coordinatoralert",
    "UPDATE delivery_notification SET status = 'accepted', handed_over_at = planned_at, "
    "accepted_at = planned_at, settled_at = planned_at, deferred_at = NULL, delivered_at = NULL, "
    "bounced_at = NULL, reason = ''",
    "UPDATE prompts_prompt SET status = 'sent', sent_at = scheduled_at, status_reason = '', "
    "ended_at = NULL",
    "UPDATE participants_participant SET suppressed_at = NULL, suppressed_reason = ''",
)
_INSERT = """
INSERT INTO delivery_providerevent
       (event_id, notification_id, kind, reason, provider_id, occurred_at, received_at, outcome)
SELECT event.*, now(), '' FROM unnest(%s::text[], %s::uuid[], %s::text[], %s::text[], %s::text[],
       %s::timestamptz[]) AS event
"""


def events() -> Iterator[Figure]:
    """Events a second, in bodies of many and of few; our process and PostgreSQL take turns."""
    settings.ALLOWED_HOSTS = ["testserver"]
    study = make_mailed_study("told", MESSAGES, now=SCHEDULED_AT)
    add_prompts(study, MESSAGES, scheduled_at=SCHEDULED_AT)
    enter_invitations(channel="sendgrid")
    told = _events()
    for size in SIZES:
        posts = Posts(told, size)
        measured = between_floors(
            floor=posts.verify_and_insert,
            product=posts.receive_and_apply,
            clock=WALL,
            reset=posts.reset,
        )
        a_second = len(told) / measured.product
        yield Figure(
            name="events",
            what=f"{len(told):,} events received and applied, {size} in a body: "
            f"{a_second:,.0f} a second",
            value=measured.product,
            unit="s",
            goal=f">= {GOAL_A_SECOND} a second on one core",
            is_met=a_second >= GOAL_A_SECOND,
            floor=measured.floor,
            ratio=measured.ratio,
        )


class Posts:
    """Signed bodies of so many events each."""

    def __init__(self, told: list[dict[str, Any]], size: int) -> None:
        """Signed for the present moment, with the ledger as it is when all were accepted."""
        self.signer = Signer()
        settings.SENDGRID_WEBHOOK_PUBLIC_KEYS = parse_public_keys("KEY", self.signer.public_key)
        self.bodies = [
            json.dumps(told[first : first + size]).encode() for first in range(0, len(told), size)
        ]
        self.rows = [_columns(body) for body in self.bodies]
        self.headers: list[dict[str, str]] = []
        self.reset()

    def reset(self) -> None:
        """Undo what the events did, and sign anew: a signature is good for five minutes."""
        with connection.cursor() as cursor:
            for statement in _RESET:
                cursor.execute(statement)
        timestamp = int(timezone.now().timestamp())
        self.headers = [self.signer.headers(body, timestamp=timestamp) for body in self.bodies]

    def receive_and_apply(self) -> None:
        """What the product does: each body through all of Django, then the sweep."""
        client = Client()
        for body, headers in zip(self.bodies, self.headers, strict=True):
            answer = client.post(
                "/webhooks/sendgrid/",
                body,
                content_type="application/json",
                headers=headers,
                secure=True,
            )
            assert answer.status_code == 204
        while apply_events(now=timezone.now()):
            pass
        done = Notification.objects.filter(status__in=("delivered", "bounced")).count()
        assert done == MESSAGES

    def verify_and_insert(self) -> None:
        """The least it can cost: the signature checked, the rows inserted, body by body."""
        key = settings.SENDGRID_WEBHOOK_PUBLIC_KEYS[0]
        for body, headers, rows in zip(self.bodies, self.headers, self.rows, strict=True):
            signature = base64.b64decode(headers[SIGNATURE_HEADER])
            key.verify(signature, headers[TIMESTAMP_HEADER].encode() + body, ECDSA(SHA256()))
            with connection.cursor() as cursor:
                cursor.execute(_INSERT, rows)


def _events() -> list[dict[str, Any]]:
    """What SendGrid would tell of all messages, first that they left, then how they ended."""
    ids = Notification.objects.order_by("pk").values_list("public_id", flat=True)
    rows = [
        {
            "to": [{"email": f"p{number}@example.org"}],
            "custom_args": {"notification": str(public_id)},
        }
        for number, public_id in enumerate(ids)
    ]
    orders = EventOrders(
        usual=USUAL,
        by_address={f"p{n}@example.org": BOUNCED for n in range(0, len(rows), BOUNCE_EVERY)},
    )
    body = {"personalizations": rows}
    told = events_of(body, "14c5d75ce93", orders, timestamp=int(SCHEDULED_AT.timestamp()))
    return sorted(told, key=lambda event: bool(event["event"] != "processed"))


def _columns(body: bytes) -> list[list[Any]]:
    """The rows of a body, as the statement takes them."""
    return [list(column) for column in zip(*map(astuple, read_events(body)[0]), strict=True)]

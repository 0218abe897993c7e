"""The whole way: handed to the double, its events posted to a real server, and applied."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from devstack.sendgrid_double.orders import EventOrders
from devstack.sendgrid_double.server import KEY, running_sendgrid_server
from esmpress.api.webhooks import sendgrid
from esmpress.delivery.events.applying import apply_events
from esmpress.delivery.models import Notification, ProviderEvent
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.keys import parse_public_keys
from esmpress.participants.models import Participant
from esmpress.prompts.models import Prompt
from tests.delivery.builders import make_prompts
from tests.factories import FIXED, make_study

pytestmark = pytest.mark.django_db(transaction=True)

WAIT_SECONDS = 30
PROMPTS = 6


def test_each_message_ends_as_its_events_say(
    settings: Settings,
    live_server: LiveServer,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sendgrid, "count_refusal", lambda _reason: None)
    prompts = make_prompts(PROMPTS, make_study(scheme=FIXED | {"reminders": []}))
    addresses = [prompt.participant.contact.email for prompt in prompts]
    usual = ["processed", "delivered"]
    stories = [usual, ["deferred"], ["processed", "bounce"], ["dropped"], ["blocked"], []]

    webhook = f"{live_server.url}/webhooks/sendgrid/"
    with running_sendgrid_server(webhook=webhook) as server:
        server.order_events(
            EventOrders(
                by_address=dict(zip(addresses, stories, strict=True)),
                repeat=2,
                reverse=True,
                batch_size=2,
            )
        )
        settings.SENDGRID_API_KEY, settings.SENDGRID_HOST = KEY, server.url
        settings.SENDGRID_WEBHOOK_PUBLIC_KEYS = parse_public_keys("KEY", server.signer.public_key)
        assert dispatch_due_notifications(now=now) == PROMPTS
        wait_until(lambda: server.event_counts()["waiting"] == 0)
        assert server.event_counts()["failed"] == 0

    assert ProviderEvent.objects.count() == apply_events(now=now) == 7
    ends = Notification.objects.order_by("prompt_id").values_list("status", flat=True)
    assert list(ends) == ["delivered", "deferred", "bounced", "dropped", "bounced", "accepted"]
    told = Prompt.objects.order_by("pk").values_list("status", "status_reason")
    assert list(told) == [
        ("sent", ""),
        ("sent", ""),
        ("not_sent", "bounced"),
        ("not_sent", "dropped"),
        ("not_sent", "bounced"),
        ("sent", ""),
    ]
    suppressed = Participant.objects.order_by("pk").values_list("suppressed_reason", flat=True)
    assert list(suppressed) == ["", "", "bounced", "dropped", "", ""]


def wait_until(is_done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while not is_done():
        assert time.monotonic() < deadline
        time.sleep(0.02)

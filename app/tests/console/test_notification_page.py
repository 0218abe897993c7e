"""One message in the Admin: its instants, the provider's events, researchers' acts."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from esmpress.delivery.models import ProviderEvent
from tests.console.timelines import MINUTE, SECOND, decide, delivered
from tests.delivery.builders import make_notification
from tests.factories import make_sent_prompt

pytestmark = pytest.mark.django_db


def test_the_messages_page_tells_instants_and_what_the_provider_reported(
    admin: Client, now: datetime
) -> None:
    row = delivered(make_sent_prompt()[0])
    ProviderEvent.objects.create(
        event_id="1",
        notification_id=row.public_id,
        kind="delivered",
        reason="250 OK",
        occurred_at=now + 5 * SECOND,
        received_at=now + 6 * SECOND,
    )

    url = reverse("admin:delivery_notification_change", args=[row.pk])
    shown = admin.get(url).content.decode()

    assert "Mon 11 Jan 2027, 10:00:02: handed over" in shown
    assert "Mon 11 Jan 2027, 10:00:05: delivered 250 OK" in shown


def test_the_messages_page_tells_acts_and_the_attempts_before_them(
    admin: Client, now: datetime
) -> None:
    row = make_notification(status="due", due_at=now + 12 * MINUTE)
    decide(
        row,
        now + 12 * MINUTE,
        reason_before="535 bad key",
        handed_over_before=now + SECOND,
        settled_before=now + 2 * SECOND,
    )

    url = reverse("admin:delivery_notification_change", args=[row.pk])
    shown = admin.get(url).content.decode()

    for line in (
        "10:00:01: handed over, attempt 1",
        "10:00:02: failed Noted: “535 bad key”",
        "10:12:00: Dr Nowak: try again, because: “the key was wrong”",
    ):
        assert f"Mon 11 Jan 2027, {line}" in shown

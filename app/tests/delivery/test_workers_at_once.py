"""Several workers on one table, each with a database connection of its own."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from django.db import transaction

from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from tests.delivery.builders import as_worker, claim, make_notification, make_prompts
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_study

pytestmark = pytest.mark.django_db(transaction=True)

WORKERS = 4
WAIT_SECONDS = 10


def test_workers_at_once_send_every_message_once(
    smtp: SmtpServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_prompts(40, make_study(scheme=FIXED | {"reminders": []}))
    monkeypatch.setattr(SmtpChannel, "claim_limit", 3)
    start = threading.Barrier(WORKERS)

    def dispatch() -> int:
        start.wait(WAIT_SECONDS)
        return dispatch_due_notifications(now=now)

    with ThreadPoolExecutor(WORKERS) as pool:
        accepted = [pool.submit(as_worker, dispatch) for _ in range(WORKERS)]

    assert sum(future.result() for future in accepted) == 40
    assert len(smtp.recipients) == len(set(smtp.recipients)) == 40
    assert set(Notification.objects.values_list("status", "attempts")) == {("accepted", 1)}


def test_a_claim_does_not_wait_for_another_and_takes_other_rows(now: datetime) -> None:
    first, second = make_notification(), make_notification()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        mine = claim(channel="smtp", limit=1, now=now)
        other = pool.submit(as_worker, lambda: claim(channel="smtp", limit=10, now=now))
        theirs = other.result(WAIT_SECONDS)

    assert [row.pk for row in mine + theirs] == [first.pk, second.pk]


def test_a_row_is_marked_before_the_server_hears_of_it_and_no_other_with_it(
    smtp: SmtpServer, now: datetime
) -> None:
    make_prompts(3, make_study(scheme=FIXED | {"reminders": []}))
    seen: list[list[str]] = []

    def look() -> None:
        rows = Notification.objects.order_by("pk").values_list("status", flat=True)
        seen.append(as_worker(lambda: list(rows)))

    smtp.orders.on_text = look
    dispatch_due_notifications(now=now)

    assert seen == [
        ["handed_over", "claimed", "claimed"],
        ["accepted", "handed_over", "claimed"],
        ["accepted", "accepted", "handed_over"],
    ]

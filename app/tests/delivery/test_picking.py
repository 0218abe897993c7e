"""What a worker has picked and not yet handed over."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from esmpress.delivery import claiming
from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications, keep_dispatching
from esmpress.prompts.models import Prompt
from tests.delivery.builders import as_worker, make_notification, make_prompts, state_of, withdraw
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_study

SECOND = timedelta(seconds=1)
# The third look at the clock in the transaction: for the picking, for the messages, and then.
MESSAGES_MADE = 2
GONE = ("not_sent", "not_sent")


class Dying(SmtpChannel):
    """A channel whose worker ends before anything is handed over."""

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        raise KeyboardInterrupt


def slow_clock(now: datetime, *, meanwhile: Callable[[], object]) -> Callable[[], datetime]:
    """A clock two seconds later at each look; something happens once rows are picked."""
    looks, looks_at_picked = itertools.count(), itertools.count()

    def clock() -> datetime:
        if connection.in_atomic_block and next(looks_at_picked) == MESSAGES_MADE:
            with ThreadPoolExecutor(1) as elsewhere:
                elsewhere.submit(as_worker, meanwhile).result()
        return now + 2 * next(looks) * SECOND

    return clock


@pytest.mark.django_db
def test_what_a_worker_had_picked_when_it_died_is_due_as_before(now: datetime) -> None:
    make_prompts(2, make_study(scheme=FIXED | {"reminders": []}))

    with pytest.raises(KeyboardInterrupt):
        dispatch_due_notifications(now=now, connect=lambda _: Dying())

    rows = Notification.objects.values_list("status", "attempts", "claimed_at", "lease_until")
    assert list(rows) == [("planned", 0, None, None)] * 2


@pytest.mark.django_db
def test_a_worker_that_stands_still_with_picked_rows_is_cut_off(now: datetime) -> None:
    make_notification()

    with transaction.atomic(), connection.cursor() as cursor:
        claiming.pick(limit=1, now=now)
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        limit = cursor.fetchone()

    assert limit == ("30s",)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("meanwhile", "state", "sent"),
    [
        (lambda _: None, ("accepted", "sent"), 1),
        (lambda prompt: withdraw(prompt.participant, now=prompt.scheduled_at), GONE, 0),
        (lambda prompt: Prompt.objects.update(status="cancelled"), ("not_sent", "cancelled"), 0),
    ],
)
def test_what_took_long_to_prepare_is_asked_again_before_it_goes_out(
    meanwhile: Callable[[Prompt], object],
    state: tuple[str, str],
    sent: int,
    smtp: SmtpServer,
    now: datetime,
) -> None:
    [prompt] = make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))

    keep_dispatching(clock=slow_clock(now, meanwhile=lambda: meanwhile(prompt)))

    assert state_of(prompt) == state
    assert len(smtp.taken) == sent

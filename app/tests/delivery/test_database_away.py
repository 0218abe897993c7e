"""The database goes away while the provider has the messages, and comes back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import psycopg
import pytest
from django.db import connection

from esmpress.delivery.messages import Message
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, Outcome
from esmpress.delivery.sweeps import dispatch_due_notifications
from tests.delivery.builders import make_prompts
from tests.factories import FIXED, make_study

pytestmark = pytest.mark.django_db(transaction=True)


class Interrupted:
    """A channel in the middle of whose call the worker's own connection is ended, from outside."""

    claim_limit = 1000

    def __init__(self) -> None:
        self.sent: list[str] = []

    def parcels(self, messages: list[Message]) -> Iterator[list[Message]]:
        yield messages

    def send(self, parcel: list[Message]) -> list[Outcome]:
        self.sent += [message.to for message in parcel]
        end_connection()
        return [Accepted("id-1") for _ in parcel]

    def may_send(self, *, now: datetime) -> bool:
        return True

    def close(self) -> None:
        pass


def end_connection() -> None:
    """End the connection of this thread, as a restart of the database does."""
    ours = connection.connection.info
    with psycopg.connect(
        host=ours.host, port=ours.port, user=ours.user, password=ours.password, dbname=ours.dbname
    ) as other:
        other.execute("SELECT pg_terminate_backend(%s)", [ours.backend_pid])


def test_an_answer_that_was_received_is_written_down_all_the_same(now: datetime) -> None:
    channel = Interrupted()
    make_prompts(3, make_study(scheme=FIXED | {"reminders": []}))

    accepted = dispatch_due_notifications(now=now, connect=lambda _: channel)

    assert (accepted, len(channel.sent)) == (3, 3)
    assert set(Notification.objects.values_list("status", "provider_id")) == {("accepted", "id-1")}

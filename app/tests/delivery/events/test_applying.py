"""What the ledger and the prompts learn from events."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import structlog
from django.db import connection, transaction
from pytest_django import DjangoAssertNumQueries

from esmpress.delivery import ledger
from esmpress.delivery.events import applying
from esmpress.delivery.events.applying import apply_events
from esmpress.delivery.models import Notification, ProviderEvent
from esmpress.delivery.outcomes import (
    Accepted,
    Outcome,
    PermanentFailure,
    TemporaryFailure,
    Unknown,
)
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from tests.delivery.builders import as_worker, claim, make_notification
from tests.delivery.events.builders import event, keep, make_handed_over, make_sent, tell

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
LATER = timedelta(seconds=30)


def status_of(row: Notification) -> tuple[str, str, str]:
    """The row's status, its prompt's, and the prompt's reason, read anew."""
    row.refresh_from_db()
    prompt = Prompt.objects.get(pk=row.prompt_id)
    return row.status, prompt.status, prompt.status_reason


@pytest.mark.parametrize(
    "kind, status",
    [
        ("processed", "accepted"),
        ("deferred", "deferred"),
        ("delivered", "delivered"),
        ("open", "accepted"),
        ("click", "accepted"),
    ],
)
def test_an_event_that_shows_that_a_message_left_settles_its_row(
    now: datetime, kind: str, status: str
) -> None:
    row = make_handed_over()

    assert tell(event(row, kind, at=now + SECOND), now=now + LATER) == 1

    assert status_of(row) == (status, "sent", "")
    assert (row.accepted_at, row.settled_at, row.lease_until) == (now + SECOND, now + LATER, None)
    assert Prompt.objects.get().sent_at == now
    assert row.provider_id == "14c5d75ce93-A"
    assert ProviderEvent.objects.get().outcome == "applied"


@pytest.mark.parametrize("was", ["planned", "due", "claimed", "uncertain", "failed", "not_sent"])
def test_whatever_the_ledger_thought_the_event_wins_and_nothing_is_sent_again(
    now: datetime, was: str
) -> None:
    row = make_handed_over(status=was, due_at=now, reason="SendGrid answered 503")

    tell(event(row, "delivered", at=now + SECOND), now=now)

    assert status_of(row)[:2] == ("delivered", "sent")
    assert (row.reason, row.delivered_at) == ("", now + SECOND)
    assert claim(channel="sendgrid", limit=10, now=now + LATER) == []


@pytest.mark.parametrize(
    "outcome",
    [
        Accepted("another id"),
        Unknown("no answer"),
        TemporaryFailure("SendGrid answered 503"),
        PermanentFailure("SendGrid answered 400"),
    ],
)
def test_an_answer_that_comes_after_the_event_changes_nothing(
    now: datetime, outcome: Outcome
) -> None:
    row = make_handed_over()
    tell(event(row, "delivered", at=now), now=now)
    before = (Notification.objects.values().get(), Prompt.objects.values().get())

    ledger.record([row], outcome, now=now + LATER)

    assert (Notification.objects.values().get(), Prompt.objects.values().get()) == before


def test_an_uncertain_invitation_is_certain_after_its_event(now: datetime) -> None:
    row = make_handed_over(status="uncertain", uncertain_at=now)
    lifecycle.mark_sent([row.prompt_id], now=now, certain=False)

    tell(event(row, "processed", at=now), now=now)

    assert status_of(row) == ("accepted", "sent", "")


def test_a_prompt_ended_as_late_was_in_truth_missed(now: datetime) -> None:
    row = make_handed_over(status="uncertain")
    Prompt.objects.update(status="not_sent", status_reason="late", ended_at=now)

    tell(event(row, "delivered", at=now), now=now)

    assert status_of(row)[1] == "expired"


def test_a_prompt_that_was_opened_stays_opened(now: datetime) -> None:
    row = make_handed_over()
    Prompt.objects.update(status="opened", opened_at=now, finish_until=now + LATER)

    tell(event(row, "delivered", at=now), event(row, "bounce", at=now), now=now)

    assert status_of(row)[1] == "opened"


def test_a_reminder_that_left_says_nothing_of_the_invitation(now: datetime) -> None:
    row = make_handed_over(kind="reminder_1")

    tell(event(row, "delivered", at=now), now=now)

    assert status_of(row)[:2] == ("delivered", "planned")


def test_delivered_before_processed_is_delivered(now: datetime) -> None:
    row = make_handed_over()

    tell(event(row, "delivered", at=now + LATER), now=now + LATER)
    tell(event(row, "processed", at=now + SECOND), now=now + LATER)

    assert status_of(row)[0] == "delivered"
    assert (row.accepted_at, row.delivered_at) == (now + SECOND, now + LATER)


def test_what_the_ledger_knows_without_events_is_kept(now: datetime) -> None:
    row = make_handed_over(status="delivered", delivered_at=now + LATER, settled_at=now)

    tell(event(row, "processed", at=now + SECOND), now=now + timedelta(hours=1))

    assert status_of(row)[0] == "delivered"
    assert (row.delivered_at, row.settled_at) == (now + LATER, now)


def test_the_first_of_each_kind_counts(now: datetime) -> None:
    row = make_sent()

    for after in (3, 1, 2):
        at = now + timedelta(minutes=after)
        tell(event(row, "deferred", at=at, response=f"452 try {after}"), now=now)

    assert status_of(row)[0] == "deferred"
    assert (row.deferred_at, row.reason) == (now + timedelta(minutes=1), "452 try 1")


def test_nothing_leaves_before_it_is_handed_over(now: datetime) -> None:
    handed_over_at = now + timedelta(milliseconds=700)
    row = make_handed_over(handed_over_at=handed_over_at)

    tell(event(row, "processed", at=now), now=now)

    row.refresh_from_db()
    assert row.accepted_at == handed_over_at


@pytest.mark.parametrize("kind, status", [("bounce", "bounced"), ("dropped", "dropped")])
def test_a_prompt_whose_invitation_came_back_was_not_sent(
    now: datetime, kind: str, status: str
) -> None:
    row = make_sent()

    tell(event(row, kind, at=now + SECOND, reason="no such user"), now=now + LATER)

    assert status_of(row) == (status, "not_sent", status)
    assert row.reason == "no such user"
    assert getattr(row, f"{status}_at") == now + SECOND
    assert Prompt.objects.get().ended_at == now + LATER


@pytest.mark.parametrize("kind, status", [("bounce", "bounced"), ("dropped", "dropped")])
def test_news_of_a_message_of_unknown_outcome_can_be_bad(
    now: datetime, kind: str, status: str
) -> None:
    row = make_handed_over()

    tell(event(row, kind, at=now), now=now)

    assert status_of(row) == (status, "not_sent", status)


def test_a_bounce_after_the_window_takes_back_that_the_prompt_was_missed(now: datetime) -> None:
    row = make_sent()
    lifecycle.expire_overdue_prompts(now=now + timedelta(hours=1))
    assert status_of(row)[1] == "expired"

    tell(event(row, "bounce", at=now), now=now + timedelta(hours=70))

    assert status_of(row) == ("bounced", "not_sent", "bounced")
    assert Prompt.objects.get().ended_at == now + timedelta(hours=1)


def test_who_opened_and_let_it_expire_missed_it_whatever_bounced(now: datetime) -> None:
    row = make_sent()
    Prompt.objects.update(
        status="expired", opened_at=now, finish_until=now + SECOND, ended_at=now + SECOND
    )

    tell(event(row, "bounce", at=now), now=now)

    assert status_of(row)[1] == "expired"


@pytest.mark.parametrize(
    "status", ["accepted", "delivered", "deferred", "uncertain", "handed_over"]
)
def test_a_prompt_with_another_message_on_its_way_goes_on_until_that_comes_back(
    now: datetime, status: str
) -> None:
    row = make_sent()
    other = make_notification(
        row.prompt,
        kind="reminder_1",
        status=status,
        handed_over_at=now,
        lease_until=now,
    )

    tell(event(row, "bounce", at=now), now=now)
    assert status_of(row) == ("bounced", "sent", "")

    tell(event(other, "bounce", at=now), now=now)
    assert status_of(row) == ("bounced", "not_sent", "bounced")


def test_a_waiting_reminder_does_not_keep_a_prompt_going(now: datetime) -> None:
    row = make_sent()
    make_notification(row.prompt, kind="reminder_1")

    tell(event(row, "bounce", at=now), now=now)

    assert status_of(row)[1] == "not_sent"


def test_an_event_about_no_row_changes_nothing_and_is_logged(now: datetime) -> None:
    row = make_sent()
    before = Notification.objects.values().get()

    with structlog.testing.capture_logs() as lines:
        assert tell(event(str(uuid4()), "bounce", at=now), now=now) == 1

    assert ProviderEvent.objects.values_list("outcome", "applied_at").get() == ("unknown_row", now)
    assert Notification.objects.values().get() == before
    assert status_of(row)[1] == "sent"
    assert lines == [{"event": "events_about_unknown_rows", "count": 1, "log_level": "warning"}]


@pytest.mark.parametrize("fields", [{"notification": None}, {"event": "group_resubscribe"}])
def test_what_says_nothing_of_a_row_is_ignored(now: datetime, fields: dict[str, str]) -> None:
    row = make_sent()
    before = Notification.objects.values().get()

    tell(event(row, "bounce", at=now) | fields, now=now)

    assert ProviderEvent.objects.get().outcome == "ignored"
    assert Notification.objects.values().get() == before


def test_an_event_is_applied_once(now: datetime) -> None:
    row = make_sent()
    bounce = event(row, "bounce", at=now)

    assert tell(bounce, now=now) == 1
    first = Notification.objects.values().get()

    assert [tell(bounce, now=now + LATER) for _ in range(45)] == [0] * 45
    assert Notification.objects.values().get() == first


def test_a_thousand_events_take_as_many_statements_as_one(
    now: datetime, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    row = make_handed_over()
    rows = [row, *(make_handed_over(row.prompt.participant) for _ in range(9))]
    keep(*(event(rows[n % 10], "delivered", at=now) for n in range(999)), now=now)

    with django_assert_max_num_queries(7):
        assert apply_events(now=now) == 999

    assert Notification.objects.filter(status="delivered").count() == 10


def test_more_than_a_batch_is_applied_in_one_sweep(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make_sent()
    keep(*(event(row, "open", at=now) for _ in range(25)), now=now)
    monkeypatch.setattr(applying, "BATCH", 10)

    assert apply_events(now=now) == 25


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("poisoned", [False, True], ids=["together", "one by one"])
def test_busy_rows_do_not_hold_up_the_events_behind_them(
    poisoned: bool, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy, row = make_sent(), make_sent()
    keep(*(event(busy, "open", at=now) for _ in range(15)), now=now)
    keep(*(event(row, "bounce", at=now) for _ in range(25)), now=now)
    monkeypatch.setattr(applying, "BATCH", 10)

    with ThreadPoolExecutor(1) as pool, poison(row if poisoned else None), transaction.atomic():
        Notification.objects.select_for_update().get(pk=busy.pk)
        assert pool.submit(as_worker, lambda: apply_events(now=now)).result() == 25

    waiting = ProviderEvent.objects.filter(applied_at=None)
    assert list(waiting.values_list("notification_id", flat=True)) == [busy.public_id] * 15
    assert apply_events(now=now) == 15


@contextmanager
def poison(row: Notification | None) -> Iterator[None]:
    """Have the database refuse that the row came back, if there is one."""
    constraint = "CONSTRAINT poison"
    check = f"CHECK (id <> {row.pk if row else 0} OR status <> 'bounced')"
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE delivery_notification ADD {constraint} {check}")
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE delivery_notification DROP {constraint}")


def test_one_event_that_cannot_be_applied_does_not_hold_up_the_others(now: datetime) -> None:
    rows = [make_sent() for _ in range(3)]
    keep(*(event(row, "bounce", at=now) for row in rows), now=now)

    with poison(rows[1]):
        assert apply_events(now=now) == 3

    assert [status_of(row)[0] for row in rows] == ["bounced", "accepted", "bounced"]
    outcomes = ProviderEvent.objects.order_by("pk").values_list("outcome", flat=True)
    assert list(outcomes) == ["applied", "ignored", "applied"]

"""What dead and slow workers leave behind, and who takes it up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection

from esmpress.delivery import ledger
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted, PermanentFailure, TemporaryFailure, Unknown
from esmpress.delivery.outgoing import Outgoing
from esmpress.delivery.sweeps import (
    dispatch_due_notifications,
    keep_dispatching,
    settle_leases,
)
from tests.delivery.builders import (
    claim,
    invitation_of,
    make_notification,
    make_prompts,
    mark_handed_over,
    state_of,
)
from tests.doubles.smtp_server import SmtpServer

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)
LEASE = timedelta(minutes=2)


def hand_over(now: datetime) -> list[Outgoing]:
    rows = claim(now=now)
    mark_handed_over(rows, now=now)
    return rows


def refreshed(*rows: Notification) -> list[Notification]:
    return [Notification.objects.select_related("prompt").get(pk=row.pk) for row in rows]


def test_a_claimed_row_is_nobody_elses(now: datetime) -> None:
    make_notification()
    mine = claim(now=now)

    theirs = claim(now=now + SECOND)

    assert len(mine) == 1
    assert theirs == []


def test_a_row_handed_over_is_nobody_elses(now: datetime) -> None:
    make_notification()
    hand_over(now)

    assert claim(now=now + 2 * LEASE) == []


def test_no_more_rows_are_claimed_than_asked_for(now: datetime) -> None:
    for _ in range(5):
        make_notification()

    rows = claim(channel="smtp", limit=3, now=now)

    assert len(rows) == 3
    assert Notification.objects.filter(status="claimed").count() == 3


def test_the_row_that_closes_first_is_claimed_first(now: datetime) -> None:
    make_notification()
    urgent = make_notification(open_until=now + 60 * SECOND)

    with connection.cursor() as cursor:
        # The order must be asked for: no index may happen to give it.
        cursor.execute("SET LOCAL enable_indexscan = off; SET LOCAL enable_bitmapscan = off")

    rows = claim(channel="smtp", limit=1, now=now)

    assert [row.pk for row in rows] == [urgent.pk]


def test_a_live_lease_is_left_alone(now: datetime) -> None:
    make_notification()
    claim(now=now)

    settled = settle_leases(now=now + LEASE - SECOND)

    assert settled == 0
    assert Notification.objects.get().status == "claimed"


def test_what_a_dead_worker_had_claimed_is_sent_by_the_next(
    smtp: SmtpServer, now: datetime
) -> None:
    notification = make_notification()
    claim(now=now)
    settled = settle_leases(now=now + LEASE)

    dispatch_due_notifications(now=now + LEASE)

    assert settled == len(smtp.taken) == 1
    assert state_of(notification.prompt) == ("accepted", "sent")


def test_what_a_dead_worker_had_handed_over_is_uncertain_and_not_sent_again(
    smtp: SmtpServer, now: datetime
) -> None:
    notification = make_notification()
    hand_over(now)
    settled = settle_leases(now=now + LEASE)

    dispatch_due_notifications(now=now + LEASE)

    assert settled == 1
    assert smtp.taken == []
    assert state_of(notification.prompt) == ("uncertain", "sent")
    assert notification.prompt.status_reason == "uncertain"


def test_a_worker_that_was_too_slow_does_not_send_what_another_claimed(now: datetime) -> None:
    make_notification()
    slow = claim(now=now)
    settle_leases(now=now + LEASE)
    quick = claim(now=now + LEASE)

    ours_of_slow = mark_handed_over(slow, now=now + LEASE)
    ours_of_quick = mark_handed_over(quick, now=now + LEASE)

    assert ours_of_slow == []
    assert ours_of_quick == quick


def test_a_worker_whose_time_is_over_does_not_send_even_if_nobody_else_does(now: datetime) -> None:
    make_notification()
    slow = claim(now=now)

    assert mark_handed_over(slow, now=now + LEASE) == []
    assert mark_handed_over(slow, now=now + LEASE - SECOND) == slow


def test_handing_over_begins_a_lease_of_its_own(now: datetime) -> None:
    make_notification()
    rows = claim(now=now)
    mark_handed_over(rows, now=now + LEASE - SECOND)

    settled = settle_leases(now=now + LEASE)

    assert settled == 0
    assert Notification.objects.get().status == "handed_over"


def test_a_late_answer_turns_uncertain_to_accepted(now: datetime) -> None:
    notification = make_notification()
    rows = hand_over(now)
    settle_leases(now=now + LEASE)

    ledger.record(rows, Accepted("id-1"), now=now + LEASE)

    row = invitation_of(notification.prompt)
    assert (row.status, row.provider_id, row.reason) == ("accepted", "id-1", "")
    assert state_of(notification.prompt) == ("accepted", "sent")
    assert (notification.prompt.sent_at, notification.prompt.status_reason) == (now, "")


def test_a_lost_invitation_was_sent_when_it_was_handed_over_if_it_was(now: datetime) -> None:
    first, second = make_notification(), make_notification(due_at=now + SECOND)
    hand_over(now)
    hand_over(now + SECOND)

    settle_leases(now=now + 2 * LEASE)

    sent = [(n.prompt.sent_at, state_of(n.prompt)) for n in refreshed(first, second)]
    assert sent == [
        (now, ("uncertain", "sent")),
        (now + SECOND, ("uncertain", "sent")),
    ]


@pytest.mark.parametrize("outcome", [TemporaryFailure("later"), PermanentFailure("never")])
def test_a_late_refusal_does_not_reopen_what_is_settled(
    outcome: TemporaryFailure | PermanentFailure, now: datetime
) -> None:
    notification = make_notification()
    rows = hand_over(now)
    settle_leases(now=now + LEASE)

    ledger.record(rows, outcome, now=now + LEASE)

    assert state_of(notification.prompt) == ("uncertain", "sent")


@pytest.mark.parametrize(
    "outcome", [TemporaryFailure("later"), PermanentFailure("never"), Unknown("no answer")]
)
def test_a_late_answer_changes_nothing_of_a_newer_hand_over(
    outcome: TemporaryFailure | PermanentFailure | Unknown, now: datetime
) -> None:
    notification = make_notification()
    old = hand_over(now)
    settle_leases(now=now + LEASE)
    Notification.objects.update(status="due", settled_at=None)
    [new] = hand_over(now + LEASE)

    ledger.record(old, outcome, now=now + LEASE + SECOND)

    row = invitation_of(notification.prompt)
    assert (row.status, row.handed_over_at) == ("handed_over", new.handed_over_at)


def test_a_late_acceptance_keeps_the_message_from_going_again(
    smtp: SmtpServer, now: datetime
) -> None:
    notification = make_notification()
    rows = hand_over(now)
    settle_leases(now=now + LEASE)
    Notification.objects.update(status="due")

    ledger.record(rows, Accepted("id-1"), now=now + LEASE)
    dispatch_due_notifications(now=now + LEASE)

    assert smtp.taken == []
    assert state_of(notification.prompt) == ("accepted", "sent")


def test_a_prompt_has_one_invitation_whichever_mail_channel_carries_it() -> None:
    notification = make_notification(channel="smtp")

    with pytest.raises(IntegrityError, match="notification_mailed_once"):
        make_notification(notification.prompt, channel="sendgrid")


def test_a_row_that_became_due_again_is_not_called_uncertain(now: datetime) -> None:
    notification = make_notification()
    (row,) = hand_over(now)
    ledger.record([row], TemporaryFailure("busy"), now=now)
    row.status = Notification.Status.HANDED_OVER

    ledger.record([row], Unknown("the worker ended"), now=now)

    assert state_of(notification.prompt) == ("due", "planned")


def test_a_tick_that_is_over_gives_back_what_it_has_not_sent(
    smtp: SmtpServer, now: datetime
) -> None:
    make_prompts(4)

    keep_dispatching(clock=lambda: now + len(smtp.taken) * 11 * SECOND)

    assert len(smtp.taken) == 2
    statuses = Notification.objects.filter(kind="invitation").values_list("status", flat=True)
    assert sorted(statuses) == ["accepted", "accepted", "due", "due"]


def test_what_a_dead_worker_left_is_settled_before_its_reminder(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt, *_ = make_prompts(1)
    dispatch_due_notifications(now=now - SECOND)
    Notification.objects.filter(kind="invitation").update(
        status="handed_over", handed_over_at=now, claimed_at=now, lease_until=now + LEASE
    )

    dispatch_due_notifications(now=now + timedelta(minutes=11))

    reminder = Notification.objects.get(prompt=prompt, kind="reminder_1")
    assert invitation_of(prompt).status == "uncertain"
    assert reminder.status == "accepted"

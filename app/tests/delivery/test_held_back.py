"""What happens between a claim and the sending keeps a message from going out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from esmpress.delivery import claiming
from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications, keep_dispatching
from esmpress.delivery.unwanted import reason_not_to_send
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.delivery.builders import (
    as_worker,
    claim,
    make_notification,
    make_prompts,
    mark_handed_over,
    state_of,
    withdraw,
)
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db(transaction=True)

MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)

Change = Callable[[Prompt, datetime], object]

AGAINST_AN_INVITATION: dict[str, Change] = {
    "withdrawn": lambda prompt, now: withdraw(prompt.participant, now=now),
    "unsubscribed": lambda prompt, now: mark_unsubscribed(prompt.participant, now=now),
    "suppressed": lambda prompt, now: Participant.objects.filter(pk=prompt.participant_id).update(
        suppressed_at=now, suppressed_reason="bounced"
    ),
    "study_not_running": lambda prompt, now: Study.objects.filter(
        participants=prompt.participant
    ).update(ended_at=now),
    "prompt_cancelled": lambda prompt, now: lifecycle.cancel_prompts(
        Prompt.objects.filter(pk=prompt.pk), reason="paused", now=now
    ),
    "prompt_opened": lambda prompt, now: set_opened(prompt, now=now),
}


def set_opened(prompt: Prompt, *, now: datetime) -> None:
    """The row of a prompt whose questionnaire is open, and nothing else."""
    Prompt.objects.filter(pk=prompt.pk).update(
        status="opened", opened_at=now, finish_until=prompt.open_until
    )


def while_the_first_is_sent(smtp: SmtpServer, change: Callable[[], object]) -> None:
    """Let `change` happen as the first text arrives, once and on a connection of its own."""

    def once() -> None:
        if not smtp.taken:
            as_worker(change)

    smtp.orders.on_text = once


@pytest.mark.parametrize("reason", AGAINST_AN_INVITATION)
def test_an_invitation_claimed_but_not_sent_yet_heeds_what_happened_since(
    reason: str, smtp: SmtpServer, now: datetime
) -> None:
    make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))
    [second] = make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))
    while_the_first_is_sent(smtp, lambda: AGAINST_AN_INVITATION[reason](second, now))

    dispatch_due_notifications(now=now)

    row = Notification.objects.get(prompt=second)
    assert len(smtp.taken) == 1
    assert (row.status, row.reason, row.settled_at) == ("not_sent", reason, now)
    assert (row.handed_over_at, row.lease_until) == (None, None)


def test_who_opens_the_questionnaire_before_the_reminder_goes_out_gets_none(
    smtp: SmtpServer, now: datetime
) -> None:
    (first, _), (second, _) = make_sent_prompt(), make_sent_prompt()
    for prompt in (first, second):
        make_notification(prompt, kind="reminder_1", planned_at=now + MINUTE)
    while_the_first_is_sent(smtp, lambda: set_opened(second, now=now + MINUTE))

    dispatch_due_notifications(now=now + MINUTE)

    rows = Notification.objects.order_by("pk").values_list("status", "reason")
    assert len(smtp.taken) == 1
    assert list(rows) == [("accepted", ""), ("not_sent", "prompt_opened")]


def test_what_became_late_behind_a_slow_server_does_not_go_out(
    smtp: SmtpServer, now: datetime
) -> None:
    _, second = make_prompts(2, make_study(scheme=FIXED | {"reminders": []}))

    keep_dispatching(clock=lambda: now + len(smtp.taken) * 23 * MINUTE)
    dispatch_due_notifications(now=now + 23 * MINUTE)

    assert len(smtp.taken) == 1
    assert state_of(second) == ("not_sent", "not_sent")
    assert second.status_reason == "late"


@pytest.mark.parametrize(
    ("is_doubted", "reason", "goes"),
    [(True, "uncertain", True), (True, "", False), (False, "uncertain", False)],
)
def test_an_invitation_goes_again_only_while_nobody_knows_whether_it_went(
    is_doubted: bool, reason: str, goes: bool, now: datetime
) -> None:
    prompt, _ = make_sent_prompt(status_reason=reason)
    make_notification(prompt, uncertain_at=now if is_doubted else None)

    rows = claim(channel="smtp", limit=1, now=now)

    assert bool(mark_handed_over(rows, now=now)) == goes
    assert (reason_not_to_send(rows[0], now=now) == "") == goes


def test_what_became_late_since_the_claim_does_not_go_out(now: datetime) -> None:
    make_notification(open_until=now + 4 * MINUTE)
    rows = claim(channel="smtp", limit=1, now=now + 2 * MINUTE)

    assert mark_handed_over(rows, now=now + 3 * MINUTE + SECOND) == []
    assert mark_handed_over(rows, now=now + 3 * MINUTE) == rows


def test_a_row_another_worker_took_over_is_not_held_back(now: datetime) -> None:
    make_notification()
    slow = claim(channel="smtp", limit=1, now=now)
    Notification.objects.update(status="due", lease_until=None)
    claim(channel="smtp", limit=1, now=now + MINUTE)

    assert mark_handed_over(slow, now=now + MINUTE) == []
    assert claiming.held_back(slow) == []

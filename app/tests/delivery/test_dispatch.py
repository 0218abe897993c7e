"""What one tick of the dispatch sweep does to prompts and the ledger."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from pytest_django import Settings

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery import entering, ledger
from esmpress.delivery.channels.smtp import SmtpChannel
from esmpress.delivery.models import Notification
from esmpress.delivery.outcomes import Accepted
from esmpress.delivery.sweeps import dispatch_due_notifications, keep_dispatching
from esmpress.participants.models import Contact
from esmpress.prompts import lifecycle
from esmpress.prompts.links import find_prompt
from tests.delivery.builders import (
    claim,
    invitation_of,
    make_notification,
    make_prompts,
    mark_handed_over,
    state_of,
)
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def test_a_due_prompt_is_sent_once_and_the_ledger_says_so(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()

    accepted = dispatch_due_notifications(now=now)

    row = invitation_of(prompt)
    assert accepted == len(smtp.taken) == 1
    assert state_of(prompt) == ("accepted", "sent")
    assert prompt.sent_at == row.claimed_at == row.handed_over_at == row.accepted_at == now
    assert (row.channel, row.attempts, row.lease_until) == ("smtp", 1, None)


def test_a_second_tick_sends_nothing(smtp: SmtpServer, now: datetime) -> None:
    make_prompt()
    dispatch_due_notifications(now=now)

    again = dispatch_due_notifications(now=now + timedelta(seconds=5))

    assert again == 0
    assert len(smtp.taken) == 1


def test_nothing_goes_out_before_its_time(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now - timedelta(seconds=1))

    assert smtp.taken == []
    assert state_of(prompt) == ("planned", "planned")


def test_prompts_are_entered_a_minute_ahead_with_their_reminders(now: datetime) -> None:
    make_prompt()
    make_prompt(scheduled_at=now + 2 * MINUTE)

    entered = entering.enter_due(channel="smtp", now=now - MINUTE)

    kinds = Notification.objects.order_by("due_at").values_list("kind", "due_at")
    assert entered == 2
    assert list(kinds) == [("invitation", now), ("reminder_1", now + 10 * MINUTE)]


def test_entering_twice_adds_nothing(now: datetime) -> None:
    make_prompt()
    entering.enter_due(channel="smtp", now=now)

    again = entering.enter_due(channel="sendgrid", now=now)

    assert again == 0
    assert set(Notification.objects.values_list("channel", flat=True)) == {"smtp"}


def test_after_an_outage_prompts_that_close_first_are_entered_first(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_prompt(open_until=now + 40 * MINUTE)
    first = make_prompt(scheduled_at=now + MINUTE, open_until=now + 20 * MINUTE)
    monkeypatch.setattr(entering, "ENTER_BATCH", 1)

    entering.enter_due(channel="smtp", now=now + MINUTE)

    assert {row.prompt for row in Notification.objects.all()} == {first}


def test_messages_go_out_in_the_order_their_prompts_close(smtp: SmtpServer, now: datetime) -> None:
    study = make_study()
    for minutes, email in ((30, "third"), (15, "first"), (20, "second")):
        participant = make_participant(study, email=f"{email}@example.org")
        make_prompt(participant, open_until=now + minutes * MINUTE)

    dispatch_due_notifications(now=now)

    assert smtp.recipients == [f"{name}@example.org" for name in ("first", "second", "third")]


def test_a_tick_empties_the_table_claim_by_claim_over_one_connection(
    smtp: SmtpServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_prompts(7)
    monkeypatch.setattr(SmtpChannel, "claim_limit", 3)
    monkeypatch.setattr(entering, "ENTER_BATCH", 4)

    accepted = dispatch_due_notifications(now=now)

    assert accepted == len(set(smtp.recipients)) == 7
    assert smtp.connections == 1


def test_a_tick_ends_after_its_time_and_leaves_the_rest_to_the_next(
    smtp: SmtpServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_prompts(3)
    monkeypatch.setattr(SmtpChannel, "claim_limit", 1)
    moments = iter(now + timedelta(seconds=2 * step) for step in range(1000))

    accepted = keep_dispatching(clock=lambda: next(moments))

    assert 1 <= accepted == len(smtp.taken) < 3
    assert Notification.objects.filter(kind="invitation", status="planned").count() == 3 - accepted


def test_the_ledger_keeps_the_instant_of_each_step(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    moments = iter(now + timedelta(seconds=step) for step in range(1000))

    keep_dispatching(clock=lambda: next(moments))

    row = invitation_of(prompt)
    assert row.claimed_at and row.handed_over_at and row.accepted_at
    assert now < row.claimed_at < row.handed_over_at < row.accepted_at
    prompt.refresh_from_db()
    assert prompt.sent_at == row.handed_over_at


def test_a_row_that_cannot_be_composed_does_not_hold_up_the_others(
    smtp: SmtpServer, now: datetime
) -> None:
    good, broken = make_prompts(2)
    Contact.objects.filter(participant=broken.participant).delete()

    dispatch_due_notifications(now=now)

    assert state_of(good) == ("accepted", "sent")
    assert state_of(broken) == ("failed", "not_sent")
    assert broken.status_reason == "delivery_failed"


def test_a_link_that_cannot_be_repeated_does_not_hold_up_the_others(
    smtp: SmtpServer, now: datetime
) -> None:
    good, broken = make_prompts(2)
    make_notification(broken, attempts=1)
    broken.token_hash = b"made with a key that is gone"
    broken.save()

    dispatch_due_notifications(now=now)

    assert state_of(good) == ("accepted", "sent")
    assert state_of(broken) == ("due", "planned")
    assert invitation_of(broken).reason == "the link was made with a key that LINK_KEYS has no more"


def test_a_link_nobody_has_yet_is_made_anew_when_its_key_is_gone(
    sendgrid: SendGridServer, now: datetime
) -> None:
    [prompt] = make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))
    prompt.token_hash = b"made with a key that is gone"
    prompt.save()

    dispatch_due_notifications(now=now)

    [mail] = sendgrid.mails()
    assert find_prompt(mail.text.partition("/s/")[2].split()[0]) == prompt


def test_what_has_no_key_now_goes_when_the_key_is_back(
    smtp: SmtpServer, now: datetime, settings: Settings
) -> None:
    [prompt] = make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))
    kept, settings.VAULT_KEYS = settings.VAULT_KEYS, {200: bytes(32)}
    dispatch_due_notifications(now=now)
    waiting = invitation_of(prompt)
    settings.VAULT_KEYS = kept

    dispatch_due_notifications(now=now + MINUTE)

    assert (waiting.status, waiting.attempts) == ("due", 0)
    assert state_of(prompt) == ("accepted", "sent")


def test_what_never_gets_its_key_fails_with_the_reason(
    smtp: SmtpServer, now: datetime, settings: Settings
) -> None:
    [prompt] = make_prompts(1, make_study(scheme=FIXED | {"reminders": []}))
    settings.VAULT_KEYS = {200: bytes(32)}
    dispatch_due_notifications(now=now)

    dispatch_due_notifications(now=now + 25 * MINUTE)

    assert state_of(prompt) == ("failed", "not_sent")
    assert "VAULT_KEYS has no key" in invitation_of(prompt).reason


def test_a_prompt_opened_while_its_mail_was_on_the_way_stays_opened(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    entering.enter_due(channel="smtp", now=now)
    rows = claim(channel="smtp", limit=1, now=now)
    mark_handed_over(rows, now=now)
    lifecycle.mark_opened(prompt, now=now)

    ledger.record(rows, Accepted(""), now=now)

    assert state_of(prompt) == ("accepted", "opened")
    assert prompt.sent_at == now


def test_a_study_without_reminders_gets_none(smtp: SmtpServer, now: datetime) -> None:
    make_prompt(make_participant(make_study(scheme=FIXED | {"reminders": []})))

    dispatch_due_notifications(now=now)

    assert Notification.objects.get().kind == "invitation"

"""Messages that should not go out any more, and why."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants import pausing
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from tests.delivery.builders import invitation_of, make_notification, state_of, withdraw
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_prompt, make_sent_prompt, make_study

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


def reminder_of(prompt: Prompt) -> Notification:
    return Notification.objects.get(prompt=prompt, kind="reminder_1")


def test_with_a_quarter_of_the_window_left_the_invitation_still_goes(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now + 22.5 * MINUTE)

    assert state_of(prompt) == ("accepted", "sent")


def test_with_less_than_a_quarter_of_the_window_left_it_is_late(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now + 22.6 * MINUTE)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert invitation_of(prompt).reason == prompt.status_reason == "late"
    assert prompt.ended_at == now + 22.6 * MINUTE


def test_after_its_window_an_entered_invitation_is_late_and_explained(
    smtp: SmtpServer, now: datetime
) -> None:
    notification = make_notification()

    dispatch_due_notifications(now=now + 60 * MINUTE)

    assert smtp.taken == []
    assert state_of(notification.prompt) == ("not_sent", "not_sent")


def test_a_withdrawn_participant_gets_no_mail(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    withdraw(prompt.participant, now=now)

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert invitation_of(prompt).reason == prompt.status_reason == "withdrawn"


def test_a_paused_participant_gets_no_mail_until_they_resume(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = make_prompt()
    pausing.mark_paused(prompt.participant, now=now)

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert invitation_of(prompt).reason == prompt.status_reason == "paused"


def test_an_unsubscribed_participant_gets_no_mail(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    mark_unsubscribed(prompt.participant, now=now)

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert invitation_of(prompt).reason == prompt.status_reason == "unsubscribed"


def test_a_study_that_has_ended_sends_no_mail(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt(make_participant(make_study(ended_at=now)))

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert invitation_of(prompt).reason == prompt.status_reason == "study_not_running"


def test_a_prompt_cancelled_after_it_was_entered_is_not_sent(
    smtp: SmtpServer, now: datetime
) -> None:
    notification = make_notification()
    lifecycle.cancel_prompts(Prompt.objects.all(), reason="paused", now=now)

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(notification.prompt) == ("not_sent", "cancelled")
    assert invitation_of(notification.prompt).reason == "prompt_cancelled"


def test_a_reminder_goes_while_nothing_was_opened(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    dispatch_due_notifications(now=now)

    dispatch_due_notifications(now=now + 10 * MINUTE)

    assert len(smtp.taken) == 2
    assert reminder_of(prompt).status == "accepted"


@pytest.mark.parametrize("step", ["opened", "started", "answered", "expired", "cancelled"])
def test_a_reminder_does_not_go_once_the_prompt_has_moved_on(
    step: str, smtp: SmtpServer, now: datetime
) -> None:
    prompt, _ = make_sent_prompt(
        status=step, opened_at=now, finish_until=now + 45 * MINUTE, answered_at=now
    )
    make_notification(prompt, kind="reminder_1", planned_at=now + MINUTE)

    dispatch_due_notifications(now=now + MINUTE)

    assert smtp.taken == []
    assert reminder_of(prompt).status == "not_sent"
    assert reminder_of(prompt).reason == f"prompt_{step}"


@pytest.mark.parametrize("step", ["opened", "started", "answered"])
def test_a_study_can_remind_until_the_questionnaire_is_answered(
    step: str, smtp: SmtpServer, now: datetime
) -> None:
    study = make_study(reminders_until="answered")
    prompt, _ = make_sent_prompt(
        make_participant(study),
        status=step,
        opened_at=now,
        finish_until=now + 45 * MINUTE,
        answered_at=now,
    )
    make_notification(prompt, kind="reminder_1", planned_at=now + MINUTE)

    dispatch_due_notifications(now=now + MINUTE)

    expected = ("not_sent", "prompt_answered") if step == "answered" else ("accepted", "")
    assert (reminder_of(prompt).status, reminder_of(prompt).reason) == expected


def test_a_suppressed_participant_gets_no_mail(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    Participant.objects.filter(pk=prompt.participant_id).update(
        suppressed_at=now, suppressed_reason="bounced"
    )

    dispatch_due_notifications(now=now)

    assert smtp.taken == []
    assert state_of(prompt) == ("not_sent", "not_sent")
    assert prompt.status_reason == "suppressed"


def test_after_an_outage_the_reminder_does_not_follow_the_late_invitation(
    smtp: SmtpServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = make_prompt()
    monkeypatch.setattr("esmpress.delivery.channels.smtp.SmtpChannel.claim_limit", 1)

    dispatch_due_notifications(now=now + 11 * MINUTE)

    assert len(smtp.taken) == 1
    assert reminder_of(prompt).reason == "invited_later"


def test_a_reminder_without_an_invitation_does_not_go(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()
    make_notification(prompt, status="due", due_at=now + 12 * MINUTE)
    make_notification(prompt, kind="reminder_1", planned_at=now + 10 * MINUTE)

    dispatch_due_notifications(now=now + 10 * MINUTE)

    assert smtp.taken == []
    assert reminder_of(prompt).reason == "invited_later"
    assert state_of(prompt) == ("due", "planned")


def test_a_late_reminder_does_not_go_and_leaves_the_prompt_alone(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt, _ = make_sent_prompt()
    make_notification(prompt, kind="reminder_1", planned_at=now + 10 * MINUTE)

    dispatch_due_notifications(now=now + 26 * MINUTE)

    prompt.refresh_from_db()
    assert smtp.taken == []
    assert (reminder_of(prompt).reason, prompt.status) == ("late", "sent")

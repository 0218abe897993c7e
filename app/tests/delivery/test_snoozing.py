"""A participant asks to be reminded later, within the response window."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest

from esmpress.delivery.models import Notification
from esmpress.delivery.snoozing import CannotSnooze, snooze
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts import lifecycle, stopping
from esmpress.prompts.models import Prompt
from tests.delivery.builders import as_worker
from tests.doubles.smtp_server import SmtpServer
from tests.factories import FIXED, make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
WAIT_SECONDS = 20


def invited(now: datetime, *, minutes: int = 10, **fields: Any) -> Prompt:
    """A prompt whose invitation is out, in a study that offers to remind so many minutes later."""
    study = make_study(snooze_minutes=minutes, scheme=FIXED | {"reminders": [5, 15]}, **fields)
    prompt = make_prompt(make_participant(study))
    dispatch_due_notifications(now=now)
    prompt.refresh_from_db()
    return prompt


def statuses() -> dict[str, tuple[str, str]]:
    rows = Notification.objects.values_list("kind", "status", "reason")
    return {kind: (status, reason) for kind, status, reason in rows}


def refusal(prompt: Prompt, *, now: datetime) -> str:
    with pytest.raises(CannotSnooze) as refused:
        snooze(prompt, now=now)
    return refused.value.reason


def test_the_reminder_comes_when_it_was_asked_for_and_none_before(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = invited(now)

    at = snooze(prompt, now=now + 2 * MINUTE)
    for minutes in (5, 11, 12):
        dispatch_due_notifications(now=now + minutes * MINUTE)

    assert at == now + 12 * MINUTE
    assert len(smtp.taken) == 2
    assert statuses() == {
        "invitation": ("accepted", ""),
        "reminder_1": ("not_sent", "snoozed"),
        "reminder_2": ("planned", ""),
        "snooze_1": ("accepted", ""),
    }


def test_a_second_press_changes_nothing(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now)

    first = snooze(prompt, now=now + 2 * MINUTE)
    second = snooze(prompt, now=now + 3 * MINUTE)

    assert first == second
    assert Notification.objects.filter(kind__startswith="snooze").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_presses_at_once_count_as_one(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now)
    barrier = Barrier(2)

    def press() -> datetime:
        barrier.wait(WAIT_SECONDS)
        return snooze(prompt, now=now + 2 * MINUTE)

    with ThreadPoolExecutor(2) as pool:
        pressed = [pool.submit(as_worker, press) for _ in range(2)]
        moments = {one.result(WAIT_SECONDS) for one in pressed}

    assert moments == {now + 12 * MINUTE}
    assert Notification.objects.filter(kind__startswith="snooze").count() == 1


def test_near_the_end_it_comes_at_the_last_moment_that_is_of_use(
    smtp: SmtpServer, now: datetime
) -> None:
    prompt = invited(now)

    assert snooze(prompt, now=now + 18 * MINUTE) == now + 22.5 * MINUTE


def test_later_than_that_is_too_late(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now)

    assert refusal(prompt, now=now + 21 * MINUTE) == "too_late"


def test_it_can_be_asked_for_three_times(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now, minutes=3)
    for number in range(3):
        snooze(prompt, now=now + (3 * number + 1) * MINUTE)
        dispatch_due_notifications(now=now + (3 * number + 4) * MINUTE)

    reason = refusal(prompt, now=now + 11 * MINUTE)

    assert reason == "used_up"
    assert len([kind for kind in statuses() if kind.startswith("snooze")]) == 3


def test_a_study_has_to_offer_it(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now, minutes=0)

    assert refusal(prompt, now=now + MINUTE) == "not_offered"


def test_what_is_answered_or_over_needs_no_reminder(smtp: SmtpServer, now: datetime) -> None:
    answered, over = invited(now), invited(now)
    Prompt.objects.filter(pk=answered.pk).update(status="answered", answered_at=now)

    assert refusal(answered, now=now + MINUTE) == "answered"
    assert refusal(over, now=over.open_until) == "closed"


def test_who_gets_no_mail_any_more_gets_no_reminder(smtp: SmtpServer, now: datetime) -> None:
    unsubscribed, paused, withdrawn = invited(now), invited(now), invited(now)
    mark_unsubscribed(unsubscribed.participant, now=now)
    stopping.pause(paused.participant, now=now)
    stopping.withdraw(withdrawn.participant, now=now)

    assert refusal(unsubscribed, now=now + MINUTE) == "no_mail"
    assert refusal(paused, now=now + MINUTE) == "paused"
    assert refusal(withdrawn, now=now + MINUTE) == "closed"


def test_who_has_opened_it_is_reminded_all_the_same(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now)
    lifecycle.mark_opened(prompt, now=now + MINUTE)
    snooze(prompt, now=now + 2 * MINUTE)

    dispatch_due_notifications(now=now + 12 * MINUTE)

    assert statuses()["snooze_1"] == ("accepted", "")


def test_who_has_answered_meanwhile_is_not_reminded(smtp: SmtpServer, now: datetime) -> None:
    prompt = invited(now)
    snooze(prompt, now=now + 2 * MINUTE)
    Prompt.objects.update(status="answered", answered_at=now)

    dispatch_due_notifications(now=now + 12 * MINUTE)

    assert statuses()["snooze_1"] == ("not_sent", "prompt_answered")

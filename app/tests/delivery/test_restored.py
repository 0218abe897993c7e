"""After a restore nothing that may have gone out goes out again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail

from esmpress.delivery import letters
from esmpress.delivery.models import Letter, Notification
from esmpress.delivery.restored import NUMBERS_PASSED_OVER, settle_lost_time
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.delivery.uncertain import settle_uncertain
from esmpress.participants.models import LinkRequest
from esmpress.prompts.lifecycle import expire_overdue_prompts
from esmpress.prompts.models import Prompt
from esmpress.studies.models import Study
from tests.delivery.builders import claim, make_notification, mark_handed_over
from tests.factories import make_participant, make_prompt

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def settle(now: datetime, *, lost: timedelta = 10 * MINUTE) -> int:
    """The last `lost` before now is not in the database."""
    return settle_lost_time(since=now - lost, until=now, now=now + MINUTE).messages


def only(prompt: Prompt) -> Prompt:
    return Prompt.objects.get(pk=prompt.pk)


def test_an_invitation_due_in_the_lost_time_is_in_doubt_and_not_sent(now: datetime) -> None:
    prompt = make_prompt(scheduled_at=now - 5 * MINUTE)

    settle(now)
    dispatch_due_notifications(now=now + MINUTE)

    assert not mail.outbox
    row = Notification.objects.get(kind="invitation")
    assert (row.status, row.reason) == ("uncertain", "restored from a backup")
    assert (only(prompt).status, only(prompt).status_reason) == ("sent", "uncertain")
    assert only(prompt).sent_at == now - 5 * MINUTE


def test_no_wish_of_a_study_sends_it_again(now: datetime) -> None:
    make_prompt(scheduled_at=now - 5 * MINUTE)
    Study.objects.update(resend_uncertain=True)

    settle(now)
    settle_uncertain(now=now + 7 * MINUTE)

    assert Notification.objects.get(kind="invitation").status == "uncertain"


def test_what_was_on_its_way_is_in_doubt(now: datetime) -> None:
    make_notification()
    mark_handed_over(claim(channel="smtp", limit=1, now=now), now=now)

    settle(now)

    assert Notification.objects.get().status == "uncertain"
    assert Notification.objects.get().settled_at is not None


def test_what_comes_due_afterwards_goes_out(now: datetime) -> None:
    make_prompt(scheduled_at=now + 2 * MINUTE)

    settle(now)
    dispatch_due_notifications(now=now + 2 * MINUTE)

    assert len(mail.outbox) == 1


def test_a_reminder_to_come_reminds_of_what_may_have_gone_out(now: datetime) -> None:
    make_prompt(scheduled_at=now - 5 * MINUTE)

    settle(now)
    dispatch_due_notifications(now=now + 6 * MINUTE)

    assert [row.status for row in Notification.objects.filter(kind="reminder_1")] == ["accepted"]


def test_missed_in_the_lost_time_says_that_nobody_knows(now: datetime) -> None:
    prompt = make_prompt(scheduled_at=now - 50 * MINUTE)

    settle(now, lost=60 * MINUTE)
    expire_overdue_prompts(now=now + MINUTE)

    assert (only(prompt).status, only(prompt).status_reason) == ("expired", "uncertain")


def test_a_letter_that_may_have_gone_out_stays_and_loses_its_address(now: datetime) -> None:
    study = make_participant().study
    letters.write(Letter.Kind.WITHDRAWN, study=study, email="a@example.org", now=now - MINUTE)
    LinkRequest.objects.create(indexes=[], requested_at=now - MINUTE)

    settled = settle_lost_time(since=now - 5 * MINUTE, until=now, now=now)

    letter = Letter.objects.get()
    assert (settled.letters, letter.status, letter.sealed_email) == (1, "uncertain", None)
    assert not LinkRequest.objects.exists()


def test_no_number_of_the_lost_time_is_given_again(now: datetime) -> None:
    before = make_participant().pk

    settle(now)

    assert make_participant().pk > before + NUMBERS_PASSED_OVER

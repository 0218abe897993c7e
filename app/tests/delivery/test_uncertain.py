"""What a prompt says when nobody knows whether its invitation went out."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from esmpress.delivery import ledger
from esmpress.delivery.outcomes import Accepted, Unknown
from esmpress.delivery.outgoing import Outgoing
from esmpress.prompts import lifecycle
from esmpress.prompts.models import Prompt
from tests.delivery.builders import claim, make_notification, mark_handed_over

pytestmark = pytest.mark.django_db

LOST = Unknown("no answer")
LATER = timedelta(seconds=30)


def hand_over(now: datetime) -> list[Outgoing]:
    """The one row there is, on its way."""
    make_notification()
    return mark_handed_over(claim(channel="smtp", limit=1, now=now), now=now)


def told(status: str = "sent") -> tuple[datetime | None, str]:
    prompt = Prompt.objects.get(status=status)
    return prompt.sent_at, prompt.status_reason


def test_it_was_sent_at_the_hand_over_if_it_was_and_says_uncertain(now: datetime) -> None:
    rows = hand_over(now)

    ledger.record(rows, LOST, now=now + LATER)

    assert told() == (now, "uncertain")


def test_an_accepted_invitation_was_sent_at_the_hand_over(now: datetime) -> None:
    rows = hand_over(now)

    ledger.record(rows, Accepted(""), now=now + LATER)

    assert told() == (now, "")


def test_what_was_accepted_stays_certain(now: datetime) -> None:
    rows = hand_over(now)
    ledger.record(rows, Accepted(""), now=now)

    ledger.record(rows, LOST, now=now + LATER)

    assert told() == (now, "")


def test_missed_after_an_uncertain_invitation_still_says_so(now: datetime) -> None:
    ledger.record(hand_over(now), LOST, now=now)

    lifecycle.expire_overdue_prompts(now=now + timedelta(hours=1))

    assert told("expired") == (now, "uncertain")


def test_who_opened_the_questionnaire_got_the_message(now: datetime) -> None:
    rows = hand_over(now)
    Prompt.objects.update(status="opened", opened_at=now, finish_until=now + LATER)

    ledger.record(rows, LOST, now=now + LATER)

    assert told("opened") == (now, "")


def test_a_prompt_cancelled_on_the_way_keeps_the_reason(now: datetime) -> None:
    rows = hand_over(now)
    lifecycle.cancel_prompts(Prompt.objects.all(), reason="withdrawn", now=now)

    ledger.record(rows, LOST, now=now + LATER)

    assert told("cancelled") == (now, "withdrawn")


def test_a_reminder_that_went_says_nothing_of_the_invitation(now: datetime) -> None:
    ledger.record(hand_over(now), LOST, now=now)
    prompt = Prompt.objects.get()
    make_notification(prompt, kind="reminder_1", planned_at=now + LATER)
    reminder = claim(channel="smtp", limit=1, now=now + LATER)

    ledger.record(mark_handed_over(reminder, now=now + LATER), Accepted(""), now=now + LATER)

    assert told() == (now, "uncertain")

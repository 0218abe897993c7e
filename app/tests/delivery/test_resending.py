"""The link of an open prompt is sent again: one more mail, the same link, and not too often."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from esmpress.delivery.models import Notification
from esmpress.delivery.resending import CannotResend, resend, why_not_resent
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Participant
from esmpress.participants.pausing import mark_paused
from esmpress.participants.suppressing import suppress_addresses
from esmpress.participants.unsubscribing import mark_unsubscribed
from esmpress.prompts.lifecycle import mark_opened
from esmpress.prompts.models import Prompt
from tests.delivery.builders import make_notification
from tests.delivery.letters.test_texts import part
from tests.doubles.smtp_server import SmtpServer
from tests.factories import SCHEDULED_AT, make_participant, make_sent_prompt

pytestmark = pytest.mark.django_db
SENT: dict[str, Any] = {"status": "accepted", "handed_over_at": SCHEDULED_AT}
NOW = SCHEDULED_AT + timedelta(minutes=10)


def invited(participant: Participant | None = None, **fields: Any) -> tuple[Participant, Prompt]:
    """Somebody whose invitation went out ten minutes ago."""
    prompt, _ = make_sent_prompt(participant or make_participant(email="ola@example.org"), **fields)
    make_notification(prompt, **SENT)
    return prompt.participant, prompt


def why(participant: Participant, now: datetime = NOW) -> str:
    participant = Participant.objects.get(pk=participant.pk)
    return why_not_resent([participant], now=now).get(participant.pk, "")


def test_one_more_mail_goes_out_with_the_same_link(smtp: SmtpServer) -> None:
    prompt, token = make_sent_prompt(make_participant(email="ola@example.org"))
    make_notification(prompt, **SENT)

    resend(prompt.participant, now=NOW)
    dispatch_due_notifications(now=NOW)

    [mail] = smtp.messages()
    assert mail["To"] == "ola@example.org"
    assert f"/s/{token}" in part(mail, "plain")
    prompt.refresh_from_db()
    assert (prompt.status, prompt.sent_at) == (Prompt.Status.SENT, SCHEDULED_AT)
    assert Notification.objects.get(kind="resent_1").status == "accepted"


def test_it_goes_out_once_whatever_is_pressed(smtp: SmtpServer) -> None:
    participant, _ = invited()
    resend(participant, now=NOW)

    with pytest.raises(CannotResend, match="is on its way"):
        resend(participant, now=NOW)
    dispatch_due_notifications(now=NOW)
    with pytest.raises(CannotResend, match="went out just now"):
        resend(participant, now=NOW + timedelta(seconds=299))

    assert smtp.recipients == ["ola@example.org"]


def test_twice_for_one_prompt_at_most(smtp: SmtpServer) -> None:
    participant, _ = invited(open_until=SCHEDULED_AT + timedelta(hours=5))
    for hour in (1, 2):
        at = SCHEDULED_AT + timedelta(hours=hour)
        resend(participant, now=at)
        dispatch_due_notifications(now=at)

    assert why(participant, SCHEDULED_AT + timedelta(hours=3)) == (
        "The link was sent again 2 times already."
    )
    assert len(smtp.recipients) == 2


@pytest.mark.parametrize(
    ("minutes", "reason"),
    [
        (4, "A message about it went out just now."),
        (5, ""),
        (25, ""),
        (26, "Too little of the time to answer is left."),
        (30, "No invitation can still be opened."),
    ],
)
def test_only_while_there_is_time(minutes: int, reason: str) -> None:
    participant, _ = invited()

    assert why(participant, SCHEDULED_AT + timedelta(minutes=minutes)) == reason


def test_whoever_opened_it_has_it() -> None:
    participant, prompt = invited()
    mark_opened(prompt, now=NOW)

    assert why(participant) == "No invitation can still be opened."


def test_a_reminder_that_comes_anyway_is_enough() -> None:
    participant, prompt = invited()
    make_notification(prompt, kind="reminder_1", due_at=NOW + timedelta(minutes=4))

    assert why(participant) == "A message about it is on its way."
    assert why(participant, NOW - timedelta(minutes=2)) == ""


def test_who_wants_no_mail_or_is_not_asked_gets_none() -> None:
    unsubscribed, suppressed, paused = (invited(make_participant())[0] for _ in range(3))
    mark_unsubscribed(unsubscribed, now=NOW)
    suppress_addresses({suppressed.pk: "bounced"}, now=NOW)
    mark_paused(paused, now=NOW)

    reasons = [why(one) for one in (unsubscribed, suppressed, paused)]

    assert reasons == ["Gets no mail.", "Gets no mail.", "Paused."]


def test_when_the_study_has_ended_there_is_nothing_to_answer() -> None:
    participant, _ = invited()
    participant.study.ended_at = NOW
    participant.study.save()

    assert why(participant) == "The study does not run."


def test_a_mail_that_was_opened_before_its_turn_does_not_go_out(smtp: SmtpServer) -> None:
    participant, prompt = invited()
    resend(participant, now=NOW)
    mark_opened(prompt, now=NOW)

    dispatch_due_notifications(now=NOW)

    assert smtp.recipients == []
    assert Notification.objects.get(kind="resent_1").status == "not_sent"


def test_many_are_looked_at_in_few_statements() -> None:
    people = [invited(make_participant())[0] for _ in range(6)]

    with CaptureQueriesContext(connection) as seen:
        assert why_not_resent(people, now=NOW) == {}

    assert len(seen) == 2

"""What the ledger knows after SendGrid refused, stalled or hung up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings

from devstack.sendgrid_double.server import KEY, SendGridServer
from esmpress.delivery.channels import sendgrid as channel
from esmpress.delivery.models import Notification
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.participants.models import Contact
from esmpress.prompts.models import Prompt
from tests.delivery.builders import invitation_of, make_prompts, state_of
from tests.factories import make_prompt, make_study

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def make_prompt_for(email: str) -> Prompt:
    """A prompt whose participant's address slipped past the checks at enrolment."""
    prompt = make_prompt()
    contact = Contact.objects.get(participant=prompt.participant)
    contact.set_email(email)
    contact.save()
    return prompt


def test_too_many_requests_are_tried_again_when_sendgrid_said(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    sendgrid.orders.status, sendgrid.orders.headers = 429, {"Retry-After": "90"}

    dispatch_due_notifications(now=now)

    row = invitation_of(prompt)
    assert (row.status, row.due_at) == ("due", now + 90 * SECOND)
    assert row.reason == "SendGrid answered 429"


def test_after_a_refusal_of_all_nothing_more_is_asked_in_the_tick(
    sendgrid: SendGridServer, now: datetime
) -> None:
    studies = [make_study(contact_email=f"team-{n}@example.org") for n in range(3)]
    prompts = [prompt for study in studies for prompt in make_prompts(1, study)]
    sendgrid.orders.status = 401

    dispatch_due_notifications(now=now)

    states = [(row.status, row.attempts) for row in map(invitation_of, prompts)]
    assert sendgrid.requests == 1
    assert sorted(states) == [("due", 0), ("due", 0), ("due", 1)]


def test_a_pause_sendgrid_asked_for_holds_for_every_worker(
    sendgrid: SendGridServer, broker: str
) -> None:
    now = timezone.now()
    make_prompt(scheduled_at=now)
    sendgrid.orders.status, sendgrid.orders.headers = 429, {"Retry-After": "120"}
    dispatch_due_notifications(now=now)
    sendgrid.orders.status = 0
    later = make_prompt(scheduled_at=now)

    dispatch_due_notifications(now=now + 60 * SECOND)
    during = state_of(later)
    dispatch_due_notifications(now=now + 125 * SECOND)

    assert (during, invitation_of(later).attempts) == (("planned", "planned"), 1)
    assert state_of(later) == ("accepted", "sent")


def test_the_end_of_the_rate_limits_period_is_waited_for(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    reset = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=600)
    sendgrid.orders.status = 429
    sendgrid.orders.headers = {"X-RateLimit-Reset": str(int(reset.timestamp()))}

    dispatch_due_notifications(now=now)

    wait = invitation_of(prompt).due_at - now
    assert 595 * SECOND <= wait <= 600 * SECOND


def test_an_error_of_sendgrids_own_is_tried_again(sendgrid: SendGridServer, now: datetime) -> None:
    prompt = make_prompt()
    sendgrid.orders.status = 500
    dispatch_due_notifications(now=now)
    sendgrid.orders.status = 0

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert len(sendgrid.mails()) == 1
    assert state_of(prompt) == ("accepted", "sent")


def test_a_wrong_key_waits_for_the_operator(
    sendgrid: SendGridServer, now: datetime, settings: Settings
) -> None:
    prompt = make_prompt()
    settings.SENDGRID_API_KEY = "SG.wrong"
    dispatch_due_notifications(now=now)
    waiting = state_of(prompt)
    settings.SENDGRID_API_KEY = KEY

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert waiting == ("due", "planned")
    assert state_of(prompt) == ("accepted", "sent")


@pytest.mark.parametrize("status", [403, 404])
def test_what_speaks_of_no_message_waits_for_the_operator(
    status: int, sendgrid: SendGridServer, now: datetime
) -> None:
    first, second = make_prompts(2)
    sendgrid.orders.status = status

    dispatch_due_notifications(now=now)

    assert state_of(first) == state_of(second) == ("due", "planned")
    assert sendgrid.requests == 1


def test_a_sender_sendgrid_does_not_know_waits_for_the_operator(
    sendgrid: SendGridServer, now: datetime, settings: Settings
) -> None:
    first, second = make_prompts(2)
    settings.DEFAULT_FROM_EMAIL = "nobody"

    dispatch_due_notifications(now=now)

    assert state_of(first) == state_of(second) == ("due", "planned")
    assert invitation_of(first).reason == (
        "SendGrid answered 400: The from email does not contain a valid address."
    )


def test_a_row_sendgrid_names_fails_and_the_others_go_at_once(
    sendgrid: SendGridServer, now: datetime
) -> None:
    first, bad, last = make_prompts(1)[0], make_prompt_for("nobody@example"), make_prompts(1)[0]

    dispatch_due_notifications(now=now)

    assert state_of(bad) == ("failed", "not_sent")
    assert "Does not contain a valid address" in invitation_of(bad).reason
    assert state_of(first) == state_of(last) == ("accepted", "sent")
    assert len(sendgrid.mails()) == 2


def test_a_reason_holds_no_address(sendgrid: SendGridServer, now: datetime) -> None:
    bad = make_prompt_for("anna@example")

    dispatch_due_notifications(now=now)

    assert invitation_of(bad).status == "failed"
    assert "anna" not in invitation_of(bad).reason


def test_an_address_with_a_space_never_leaves_the_machine(
    sendgrid: SendGridServer, now: datetime
) -> None:
    [good], bad = make_prompts(1), make_prompt_for("anna nowak@example.org")

    dispatch_due_notifications(now=now)

    assert (invitation_of(bad).status, invitation_of(bad).reason) == (
        "failed",
        "the address is not valid",
    )
    assert state_of(good) == ("accepted", "sent")
    assert (sendgrid.requests, len(sendgrid.mails())) == (1, 1)


def test_a_request_refused_as_a_whole_fails_with_the_reason(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    sendgrid.orders.status = 400
    sendgrid.orders.raw_body = '{"errors": [{"message": "Bad Request", "field": null}]}'

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("failed", "not_sent")
    assert invitation_of(prompt).reason == "SendGrid answered 400: Bad Request"


@pytest.mark.parametrize("body", ["<html>", "[]", '{"errors": [1]}', '{"errors": 7}', "{}"])
def test_a_refusal_that_cannot_be_read_is_still_a_refusal(
    body: str, sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    sendgrid.orders.status, sendgrid.orders.raw_body = 400, body

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("failed", "not_sent")


def test_a_slow_answer_leaves_the_outcome_uncertain_and_is_not_asked_for_again(
    sendgrid: SendGridServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompt = make_prompt()
    sendgrid.orders.slow_seconds = 0.5
    monkeypatch.setattr(channel, "TIMEOUT_SECONDS", 0.1)

    dispatch_due_notifications(now=now)
    dispatch_due_notifications(now=now + 60 * SECOND)

    assert sendgrid.requests == 1
    assert state_of(prompt) == ("uncertain", "sent")
    assert invitation_of(prompt).reason == "no answer from SendGrid: TimeoutError"


def test_a_connection_closed_after_accepting_is_uncertain_and_never_repeated(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt()
    sendgrid.orders.hang_up_after_accepting = True

    dispatch_due_notifications(now=now)
    dispatch_due_notifications(now=now + 60 * SECOND)

    assert len(sendgrid.mails()) == 1
    assert state_of(prompt) == ("uncertain", "sent")


def test_only_202_means_accepted(sendgrid: SendGridServer, now: datetime) -> None:
    prompt = make_prompt()
    sendgrid.orders.status = 200

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("uncertain", "sent")
    assert invitation_of(prompt).reason == "SendGrid answered 200"


def test_a_request_that_hangs_up_leaves_the_next_one_alone(
    sendgrid: SendGridServer, now: datetime
) -> None:
    [lost], [good] = make_prompts(1), make_prompts(1, make_study(title={"en": "Another"}))
    sendgrid.orders.hang_up_after_accepting = True
    sendgrid.orders.requests = 1

    dispatch_due_notifications(now=now)

    assert state_of(lost) == ("uncertain", "sent")
    assert state_of(good) == ("accepted", "sent")


def test_where_nobody_listens_nothing_was_sent_and_it_is_tried_again(
    sendgrid: SendGridServer, now: datetime, settings: Settings, closed_port: int
) -> None:
    prompt = make_prompt()
    settings.SENDGRID_HOST = f"http://127.0.0.1:{closed_port}"
    dispatch_due_notifications(now=now)
    waiting = state_of(prompt)
    settings.SENDGRID_HOST = sendgrid.url

    dispatch_due_notifications(now=now + 10 * SECOND)

    assert waiting == ("due", "planned")
    assert state_of(prompt) == ("accepted", "sent")


def test_a_failed_tls_handshake_means_nothing_was_sent(
    sendgrid: SendGridServer, now: datetime, settings: Settings
) -> None:
    prompt = make_prompt()
    settings.SENDGRID_HOST = sendgrid.url.replace("http:", "https:")

    dispatch_due_notifications(now=now)

    assert state_of(prompt) == ("due", "planned")
    assert "was not reached" in invitation_of(prompt).reason


def test_an_answer_that_is_no_http_leaves_the_outcome_uncertain(
    sendgrid: SendGridServer, now: datetime
) -> None:
    make_prompts(2)
    sendgrid.orders.raw_answer = "what?\r\n\r\n"

    dispatch_due_notifications(now=now)

    invitations = Notification.objects.filter(kind="invitation")
    reason = "no answer from SendGrid: BadStatusLine"
    assert set(invitations.values_list("status", "reason")) == {("uncertain", reason)}

"""What SendGrid is asked to send."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery import entering
from esmpress.delivery.channels import sendgrid as channel
from esmpress.delivery.sweeps import dispatch_due_notifications
from esmpress.prompts.links import token_hash
from tests.delivery.builders import invitation_of, make_prompts, state_of
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_prompt, make_study

pytestmark = pytest.mark.django_db


def test_one_request_carries_all_recipients_of_a_template(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompts = make_prompts(3)

    accepted = dispatch_due_notifications(now=now)

    assert accepted == 3
    assert sendgrid.requests == 1
    assert [state_of(prompt) for prompt in prompts] == [("accepted", "sent")] * 3
    assert {invitation_of(prompt).provider_id for prompt in prompts} == set(sendgrid.message_ids)


def test_languages_and_studies_go_in_requests_of_their_own(
    sendgrid: SendGridServer, now: datetime
) -> None:
    study = make_study()
    for language in ("en", "pl", "en"):
        make_prompt(make_participant(study, language=language))
    make_prompt(make_participant(make_study(title={"en": "Another"})))

    dispatch_due_notifications(now=now)

    sizes = sorted(len(body["personalizations"]) for body in sendgrid.accepted)
    assert sizes == [1, 1, 2]


def test_each_recipient_gets_a_filled_message_of_their_own(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompts = make_prompts(2)

    dispatch_due_notifications(now=now)

    mails = sendgrid.mails()
    tokens = [mail.text.partition("/s/")[2].split()[0] for mail in mails]
    for prompt in prompts:
        prompt.refresh_from_db()
    assert [mail.to for mail in mails] == [prompt.participant.contact.email for prompt in prompts]
    assert [token_hash(token) for token in tokens] == [
        bytes(prompt.token_hash or b"") for prompt in prompts
    ]
    assert all(token in mail.html for token, mail in zip(tokens, mails, strict=True))


def test_a_message_is_whole_without_a_place_left_open(
    sendgrid: SendGridServer, now: datetime
) -> None:
    prompt = make_prompt(make_participant(language="pl"))

    dispatch_due_notifications(now=now)

    [mail] = sendgrid.mails()
    assert mail.subject == "Krótka ankieta czeka do godziny 10:30"
    assert "do godziny 10:30" in mail.text
    assert "%" not in mail.text
    assert not any(place in mail.html for place in ("%link%", "%unsubscribe%", "%closing_time%"))
    assert mail.headers["Message-ID"] == f"<{invitation_of(prompt).public_id}@esm.example.org>"
    assert mail.headers["List-Unsubscribe"].startswith("<https://esm.example.org/")
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_custom_arguments_hold_an_opaque_id_only(sendgrid: SendGridServer, now: datetime) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now)

    [mail] = sendgrid.mails()
    assert mail.custom_args == {"notification": str(invitation_of(prompt).public_id)}


def test_tracking_is_off_and_replies_go_to_the_contact(
    sendgrid: SendGridServer, now: datetime
) -> None:
    make_prompt()

    dispatch_due_notifications(now=now)

    [body] = sendgrid.accepted
    tracking = body["tracking_settings"]
    assert [kind["enable"] for kind in tracking.values()] == [False] * 4
    assert tracking["click_tracking"]["enable_text"] is False
    assert body["reply_to"] == {"email": "nowak@example.org", "name": "Dr Nowak"}
    assert body["from"] == {"email": "noreply@esm.example.org", "name": "ESMpress"}
    assert not {"send_at", "mail_settings"} & body.keys()


def test_sandbox_mode_is_asked_for_and_its_answer_taken(
    sendgrid: SendGridServer, now: datetime, settings: Settings
) -> None:
    prompt = make_prompt()
    settings.SENDGRID_SANDBOX = True

    dispatch_due_notifications(now=now)

    assert sendgrid.accepted[0]["mail_settings"] == {"sandbox_mode": {"enable": True}}
    assert state_of(prompt) == ("accepted", "sent")


def test_data_residency_in_the_eu_chooses_the_host_there(settings: Settings) -> None:
    settings.SENDGRID_EU = True

    client = channel.make_client()

    assert client.host == client.client.host == "https://api.eu.sendgrid.com"
    assert client.client.timeout == channel.TIMEOUT_SECONDS


def test_a_double_is_not_left_for_the_eu(settings: Settings, sendgrid: SendGridServer) -> None:
    settings.SENDGRID_EU = True

    client = channel.make_client()

    assert client.host == client.client.host == sendgrid.url


def test_an_address_stands_in_a_request_once(sendgrid: SendGridServer, now: datetime) -> None:
    participant = make_participant()
    prompts = [make_prompt(participant), make_prompt(participant), *make_prompts(1)]

    dispatch_due_notifications(now=now)

    assert [state_of(prompt) for prompt in prompts] == [("accepted", "sent")] * 3
    assert len(sendgrid.mails()) == 3


def test_no_request_has_more_recipients_than_sendgrid_takes(
    sendgrid: SendGridServer, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_prompts(5)
    monkeypatch.setattr(channel, "MAX_PERSONALIZATIONS", 2)

    dispatch_due_notifications(now=now)

    assert [len(body["personalizations"]) for body in sendgrid.accepted] == [2, 2, 1]


def test_without_a_key_messages_go_by_smtp(smtp: SmtpServer, now: datetime) -> None:
    prompt = make_prompt()

    dispatch_due_notifications(now=now)

    assert len(smtp.taken) == 1
    assert invitation_of(prompt).channel == "smtp"


def test_a_channel_switched_between_planning_and_sending_sends_once(
    smtp: SmtpServer, sendgrid: SendGridServer, now: datetime, settings: Settings
) -> None:
    prompt = make_prompt()
    entering.enter_due(channel="smtp", now=now - timedelta(minutes=1))
    dispatch_due_notifications(now=now)
    settings.SENDGRID_API_KEY = ""

    dispatch_due_notifications(now=now + timedelta(seconds=5))

    assert len(sendgrid.mails()) == 1
    assert smtp.taken == []
    assert (invitation_of(prompt).channel, invitation_of(prompt).status) == ("sendgrid", "accepted")


def test_a_batch_takes_as_many_queries_for_many_rows_as_for_few(
    sendgrid: SendGridServer, now: datetime
) -> None:
    def queries(count: int) -> int:
        make_prompts(count)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            dispatch_due_notifications(now=now)
        return len(captured)

    assert queries(40) == queries(2)

"""A test mail of a message, to the researcher's own address."""

from __future__ import annotations

import socket
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from esmpress.console.message_test import MAX_TESTS
from esmpress.delivery.models import MessageTemplate, Notification
from esmpress.studies.models import Study
from tests.console.messages import GOOD, url_of
from tests.console.pages import form_with
from tests.delivery.conftest import smtp  # noqa: F401
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant

pytestmark = pytest.mark.django_db


def test_a_test_mail_goes_to_the_researcher_alone(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    make_participant(study)

    page = admin.post(url_of(study, "_test"), GOOD).content.decode()

    [mail] = smtp.messages()
    assert mail["To"] == "anna@example.org"
    assert mail["Subject"].startswith("Test: Your questionnaire, until ")
    assert mail["Reply-To"] == "Dr Nowak <nowak@example.org>"
    assert "Sent a test mail to anna@example.org: SMTP took it." in page
    assert LogEntry.objects.get().change_message == "Sent a test mail of the invitation in English."
    assert not MessageTemplate.objects.exists()
    assert not Notification.objects.exists()


def test_what_the_mail_server_says_is_shown(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    smtp.orders.data_code = 550

    page = admin.post(url_of(study, "_test"), GOOD).content.decode()

    assert "The test mail was not sent: " in page
    assert "550" in page
    assert LogEntry.objects.get().change_message == (
        "Tried to send a test mail of the invitation in English, not sent: "
        "the mail server answered 550."
    )


def test_a_mail_server_that_cannot_be_reached_is_named_in_plain_words(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
    settings: Any,
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        settings.EMAIL_PORT = nobody.getsockname()[1]
        answer = admin.post(url_of(study, "_test"), GOOD | {"subject": "Of mine"})

    assert smtp.messages() == []
    page = answer.content.decode()
    assert "The test mail was not sent: the mail server cannot be reached. Try again later." in page
    assert "Error" not in page
    assert form_with(answer, "body")["subject"] == ["Of mine"]
    assert LogEntry.objects.get().change_message == (
        "Tried to send a test mail of the invitation in English, not sent: "
        "the mail server cannot be reached."
    )


def test_a_faulty_text_is_not_sent_as_a_test(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    answer = admin.post(url_of(study, "_test"), GOOD | {"body": "Hello"})

    assert answer.status_code == 422
    assert smtp.messages() == []


def test_test_mails_have_a_limit(
    admin: Client,
    study: Study,
    smtp: SmtpServer,  # noqa: F811
) -> None:
    answers = [admin.post(url_of(study, "_test"), GOOD) for _ in range(MAX_TESTS + 1)]

    assert [answer.status_code for answer in answers] == [200] * MAX_TESTS + [429]
    assert len(smtp.messages()) == MAX_TESTS

"""What coordinators are mailed of participants whom mail does not reach, when, and how surely."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import structlog
from pytest_django import Settings

from devstack.sendgrid_double.server import SendGridServer
from esmpress.delivery.alert_text import LISTED
from esmpress.delivery.alerting import mail_alerts
from esmpress.delivery.models import CoordinatorAlert
from esmpress.participants.models import Participant
from esmpress.participants.unsubscribing import mark_subscribed, mark_unsubscribed
from esmpress.studies.models import Study
from tests.delivery.builders import as_worker, withdraw
from tests.delivery.events.builders import event, make_sent, tell
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_participant, make_study

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
KINDS = ("bounced", "dropped", "spam_report", "unsubscribed")


def make_alert(participant: Participant | None = None, **fields: object) -> CoordinatorAlert:
    participant = participant or make_participant()
    defaults = {"kind": "bounced", "raised_at": participant.enrolled_at}
    return CoordinatorAlert.objects.create(participant=participant, **defaults | fields)


def texts(server: SmtpServer) -> list[str]:
    """The text parts of all mails."""
    bodies = (message.get_body(("plain",)) for message in server.messages())
    return [body.get_content() for body in bodies if body is not None]


def test_a_bounce_is_told_in_plain_words_without_an_address(
    smtp: SmtpServer, now: datetime
) -> None:
    row = make_sent()
    participant = row.prompt.participant
    address = participant.contact.email
    tell(event(row, "bounce", at=now, email=address, reason=f"550 <{address}> unknown"), now=now)

    assert mail_alerts(now=now) == 1

    assert smtp.recipients == ["nowak@example.org"]
    message = smtp.messages()[0]
    assert message["Subject"].strip() == "ESMpress: mail does not reach everybody in “Affect week”"
    assert "P0001: mail came back" in texts(smtp)[0]
    page = f"/admin/participants/participant/{participant.pk}/change/"
    assert f"https://esm.example.org{page}" in texts(smtp)[0]
    assert address.partition("@")[0] not in str(message)
    assert CoordinatorAlert.objects.get().mailed_at == now


def test_all_news_of_a_study_come_in_one_mail_and_each_study_gets_its_own(
    smtp: SmtpServer, now: datetime
) -> None:
    one, other = make_study(), make_study(contact_email="other@example.org")
    for kind in KINDS:
        make_alert(make_participant(one), kind=kind)
    make_alert(make_participant(other))

    assert mail_alerts(now=now) == 5

    assert sorted(smtp.recipients) == ["nowak@example.org", "other@example.org"]
    long = max(texts(smtp), key=len)
    assert all(f"P000{number}" in long for number in (1, 2, 3, 4))
    assert mail_alerts(now=now + timedelta(days=1)) == 0


def test_a_study_gets_one_mail_in_a_quarter_of_an_hour(smtp: SmtpServer, now: datetime) -> None:
    study = make_study()
    for minute in range(0, 31, 5):
        make_alert(make_participant(study))
        mail_alerts(now=now + minute * MINUTE)

    assert [text.count("mail came back:") for text in texts(smtp)] == [1, 3, 3]


def test_a_study_does_not_wait_for_the_turn_of_another(smtp: SmtpServer, now: datetime) -> None:
    make_alert()
    mail_alerts(now=now)
    make_alert()

    assert mail_alerts(now=now + MINUTE) == 1


def test_a_list_that_nobody_would_read_to_the_end_is_cut(smtp: SmtpServer, now: datetime) -> None:
    study = make_study()
    for number in range(1, LISTED + 6):
        participant = Participant.objects.create(
            study=study, number=number, language="en", time_zone="Europe/Warsaw", enrolled_at=now
        )
        make_alert(participant)

    assert mail_alerts(now=now) == LISTED + 5

    assert texts(smtp)[0].count("mail came back:") == LISTED
    assert "and 5 more" in texts(smtp)[0]


def test_what_was_surely_not_sent_is_tried_again_by_the_next_sweep(
    smtp: SmtpServer, now: datetime
) -> None:
    make_alert()
    smtp.orders.rcpt_code = 451
    assert mail_alerts(now=now) == 0

    smtp.orders.rcpt_code = 0
    assert mail_alerts(now=now + MINUTE) == 1
    assert len(smtp.taken) == 1


@pytest.mark.parametrize("order", ["hang_up_after_data", "rcpt_code"])
def test_any_other_failure_is_tried_again_in_a_quarter_of_an_hour_and_logged(
    smtp: SmtpServer, now: datetime, order: str
) -> None:
    make_alert()
    setattr(smtp.orders, order, 550 if order == "rcpt_code" else True)

    with structlog.testing.capture_logs() as lines:
        assert mail_alerts(now=now) == 0
    setattr(smtp.orders, order, 0)

    assert [line["log_level"] for line in lines if line["event"] == "alerts_not_mailed"] == [
        "error"
    ]
    assert mail_alerts(now=now + 14 * MINUTE) == 0
    assert mail_alerts(now=now + 15 * MINUTE) == 1


def test_a_worker_that_dies_before_the_answer_loses_nothing(
    smtp: SmtpServer, now: datetime
) -> None:
    make_alert(tried_at=now)

    assert [mail_alerts(now=now + minutes * MINUTE) for minutes in (1, 15)] == [0, 1]


def test_one_study_without_a_mailbox_does_not_cost_the_others(
    smtp: SmtpServer, now: datetime
) -> None:
    make_alert(make_participant(make_study(contact_email="gone@example.org")))
    make_alert()
    smtp.orders.rcpt_codes = {"gone@example.org": 550}

    assert mail_alerts(now=now) == 1
    assert smtp.recipients == ["nowak@example.org"]


def test_it_goes_by_sendgrid_where_there_is_no_mail_server(
    sendgrid: SendGridServer, settings: Settings, closed_port: int, now: datetime
) -> None:
    settings.EMAIL_PORT = closed_port
    make_alert()

    assert mail_alerts(now=now) == 1

    body = sendgrid.accepted[0]
    assert body["personalizations"][0]["to"] == [{"email": "nowak@example.org"}]
    assert "P0001" in body["content"][0]["value"]


@pytest.mark.parametrize("channel", ["smtp", "sendgrid"])
def test_a_study_cannot_be_named_so_that_its_mail_gets_other_headers(
    channel: str, request: pytest.FixtureRequest, now: datetime
) -> None:
    server = request.getfixturevalue(channel)
    name = "Stress\r\nBcc: evil@example.org\r\n\r\n<script>alert(1)</script>"
    make_alert(make_participant(make_study(name=name)))

    assert mail_alerts(now=now) == 1

    if isinstance(server, SmtpServer):
        message = server.messages()[0]
        html = message.get_body(("html",))
        subject, bcc = message["Subject"], message["Bcc"]
        assert server.recipients == ["nowak@example.org"]
        assert html is not None
        content = html.get_content()
    else:
        body = server.accepted[0]
        subject, bcc = body["subject"], body["personalizations"][0].get("bcc")
        content = body["content"][1]["value"]
    assert "Stress Bcc: evil@example.org" in subject
    assert bcc is None
    assert "<script>" not in content


@pytest.mark.parametrize("address", ["a b@example.org", "a@b.org\r\nBcc: c@d.org", ""])
def test_an_impossible_contact_gets_nothing_and_its_alerts_stay(
    smtp: SmtpServer, now: datetime, address: str
) -> None:
    alert = make_alert()
    Study.objects.update(contact_email=address)

    assert mail_alerts(now=now) == 0

    alert.refresh_from_db()
    assert (smtp.taken, alert.mailed_at) == ([], None)


def test_who_unsubscribed_by_our_own_link_is_told_of_once(smtp: SmtpServer, now: datetime) -> None:
    participant = make_participant()
    mark_unsubscribed(participant, now=now)

    assert [mail_alerts(now=now + minutes * MINUTE) for minutes in (0, 20, 40)] == [1, 0, 0]
    assert "P0001: unsubscribed" in texts(smtp)[0]
    assert "have left the study" not in texts(smtp)[0].partition("What to do")[0]


def test_who_left_the_study_with_it_is_said_to_have(smtp: SmtpServer, now: datetime) -> None:
    participant = make_participant()
    mark_unsubscribed(participant, now=now)
    withdraw(participant, now=now)

    mail_alerts(now=now)

    assert "They have left the study." in texts(smtp)[0]


def test_who_unsubscribes_a_second_time_is_told_of_again(smtp: SmtpServer, now: datetime) -> None:
    participant = make_participant()
    for days in (0, 1):
        mark_unsubscribed(participant, now=now + timedelta(days=days))
        mail_alerts(now=now + timedelta(days=days))
        mark_subscribed(participant, now=now + timedelta(days=days, hours=1))

    assert len(smtp.taken) == 2


@pytest.mark.django_db(transaction=True)
def test_workers_at_once_mail_each_study_once(smtp: SmtpServer, now: datetime) -> None:
    for _ in range(4):
        make_alert()

    with ThreadPoolExecutor(4) as pool:
        mailed = [pool.submit(as_worker, lambda: mail_alerts(now=now)) for _ in range(4)]

    assert sum(future.result() for future in mailed) == len(smtp.taken) == 4

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse

from esmpress.console.preflight_words import looked_up
from esmpress.delivery.models import PhoneCheck, SenderCheck
from esmpress.delivery.preflight.checklist import Checklist
from esmpress.studies.models import Study
from tests.console.browsers import browser_of, browser_of_other
from tests.doubles.dns_server import DnsDouble
from tests.doubles.smtp_server import SmtpServer
from tests.factories import make_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def study() -> Study:
    return make_study(launched_at=None, contact_email="nowak@uni.pl")


def page_of(study: Study) -> str:
    return reverse("admin:studies_study_preflight", args=[study.pk])


def post(client: Client, study: Study, **fields: str) -> Any:
    return client.post(page_of(study), fields, follow=True)


def last_log(study: Study) -> str:
    return LogEntry.objects.filter(object_id=str(study.pk)).latest("pk").get_change_message()


def test_the_page_looks_nothing_up_by_itself(
    admin: Client, study: Study, relay: SmtpServer, dns: DnsDouble
) -> None:
    page = admin.get(page_of(study)).content.decode()

    assert "Records not looked up yet." in page
    assert "2 things to mend before the launch" in page
    assert dns.asked == []


def test_a_press_looks_up_keeps_and_shows_the_records(
    admin: Client, study: Study, relay: SmtpServer, dns: DnsDouble
) -> None:
    page = post(admin, study, act="look").content.decode()

    look = SenderCheck.objects.get()
    assert (look.domain, look.reply_to) == ("badania.uni.pl", "nowak@uni.pl")
    assert look.checked_by is not None
    assert "Records looked up just now." in page
    assert "badania.uni.pl. TXT &quot;v=spf1 a:relay.uni.pl -all&quot;" in page
    assert "1 thing to mend before the launch" in page
    assert last_log(study) == "Looked up the sending domain: amber."


def test_each_verdict_stands_there_in_words(
    admin: Client, study: Study, relay: SmtpServer, dns: DnsDouble
) -> None:
    page = post(admin, study, act="look").content.decode()

    assert [page.count(words) for words in ("In order</span>", "Worth a look</span>")] == [5, 3]
    assert page.count("To be mended</span>") == 1


def test_a_test_mail_goes_to_the_address_that_was_written(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    page = post(admin, study, act="mail", to="ola@uni.pl", language="pl")

    assert relay.recipients == ["ola@uni.pl"]
    assert "The test mail is on its way" in page.content.decode()
    assert PhoneCheck.objects.get().sent_by is not None
    assert last_log(study) == "Sent a test mail."
    assert "ola@uni.pl" not in page.content.decode()


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"to": "ola", "language": "pl"}, "Your address: write one like"),
        ({"to": "ola@uni.pl\r\nBcc: x@uni.pl", "language": "pl"}, "Your address: write one like"),
        ({"to": "ola@uni.pl", "language": "de"}, "de"),
    ],
)
def test_a_test_mail_that_cannot_be_sent_says_why(
    admin: Client, study: Study, relay: SmtpServer, fields: dict[str, str], says: str
) -> None:
    page = post(admin, study, act="mail", **fields)

    assert page.status_code == 422
    assert says in page.content.decode()
    assert relay.recipients == []


def test_a_refusal_of_the_mail_server_stands_on_the_page(
    admin: Client, study: Study, relay: SmtpServer
) -> None:
    relay.orders.rcpt_code = 550

    page = post(admin, study, act="mail", to="ola@uni.pl", language="en")

    assert page.status_code == 422
    assert "The test mail was not sent: the mail server answered 550" in page.content.decode()


def test_the_mails_are_estimated_for_any_number_of_participants(
    admin: Client, study: Study
) -> None:
    wrong = admin.get(page_of(study), {"participants": "0"})
    page = admin.get(page_of(study), {"participants": "321"}).content.decode()

    assert wrong.status_code == 422
    assert "With 321 participants at most" in page


def test_where_mail_is_caught_the_page_says_so_and_asks_nothing(
    admin: Client, study: Study, dns: DnsDouble
) -> None:
    page = post(admin, study, act="look").content.decode()

    assert "The sender is not checked in this set-up" in page
    assert "Look up now" not in page
    assert dns.asked == []


def test_who_may_not_see_the_study_does_not_see_the_page(study: Study) -> None:
    client = browser_of_other()

    assert client.get(page_of(study)).status_code == 404
    assert client.post(page_of(study), {"act": "look"}).status_code == 404


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (timedelta(seconds=59), "Records looked up just now."),
        (timedelta(minutes=1), "Records looked up 1\xa0minute ago."),
        (timedelta(days=3, hours=5), "Records looked up 3\xa0days ago."),
    ],
)
def test_the_page_says_how_old_the_records_are(now: datetime, after: timedelta, words: str) -> None:
    assert looked_up(Checklist([], looked_at=now), now=now + after) == words


def test_who_may_see_a_study_reads_the_list_and_presses_nothing(
    study: Study, relay: SmtpServer, dns: DnsDouble
) -> None:
    reader = browser_of("observer", study)

    page = reader.get(page_of(study)).content.decode()
    pressed = [
        post(reader, study, act=act, to="a@uni.pl", language="en") for act in ("look", "mail")
    ]

    assert "Records not looked up yet." in page
    assert not [word for word in ("Look up now", "Send a test mail") if word in page]
    assert [answer.status_code for answer in pressed] == [403, 403]
    assert (dns.asked, relay.messages()) == ([], [])
